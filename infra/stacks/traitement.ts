import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { Appariement } from '../capabilities/appariement.ts';
import type { ContexteAcademie } from '../capabilities/contexte.ts';
import { Habilitations } from '../capabilities/habilitations.ts';
import { Imports } from '../capabilities/imports.ts';
import { Jury } from '../capabilities/jury.ts';
import { Livret } from '../capabilities/livret.ts';
import { Presence } from '../capabilities/presence.ts';
import { Transfert } from '../capabilities/transfert.ts';
import { Validation } from '../capabilities/validation.ts';
import { ChromiumLayer } from '../constructs/chromium-layer.ts';
import { nomPhysique } from '../constructs/deploiement.ts';
import { droitsDeRejouer, filesDe } from '../constructs/queue-worker.ts';

/** What treats the data of one académie: a construct a capability, and nothing that holds state. */
export class Traitement extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { readonly contexte: (pile: Stack) => ContexteAcademie },
  ) {
    super(scope, id, props);
    const contexte = props.contexte(this);
    const { deploiement } = contexte;
    const chromium = new ChromiumLayer(this, 'Chromium', deploiement).couche;
    const livret = new Livret(this, 'Livret', contexte);
    const transfert = new Transfert(this, 'Transfert', contexte);
    const appariement = new Appariement(this, 'Appariement', contexte, transfert.file);
    const capacites = [
      new Habilitations(this, 'Habilitations', contexte),
      new Imports(this, 'Imports', contexte, transfert.file, appariement.file),
      livret,
      new Validation(this, 'Validation', contexte, transfert.file),
      appariement,
      transfert,
      new Presence(this, 'Presence', contexte),
      new Jury(this, 'Jury', { ...contexte, chromium }),
    ];
    // The rights of a person who uses the `lsl` command: to call its functions, and nothing behind them.
    const operateurs = new ManagedPolicy(this, 'Operateurs', {
      managedPolicyName: nomPhysique(deploiement, 'operateurs'),
      description: 'Use of the lsl command',
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: capacites.flatMap(({ commandes }) => commandes.map(({ fonction }) => fonction.functionArn)),
        }),
      ],
    });
    // What touches every livret at once, or sends messages again, is nobody's but the ops team's.
    new ManagedPolicy(this, 'Exploitants', {
      managedPolicyName: nomPhysique(deploiement, 'exploitants'),
      // AWS makes another policy of one whose description changes, under a name that is taken: it stays as it was.
      description: 'Migrations of livrets, by lsl migrer',
      statements: [
        ...droitsDeRejouer(filesDe(this)),
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: livret.exploitation.map(({ fonction }) => fonction.functionArn),
        }),
      ],
    });
    new CfnOutput(this, 'PolitiqueOperateurs', {
      description: 'Policy to attach to the people who use the lsl command',
      value: operateurs.managedPolicyArn,
    });
  }
}
