import type { App, Environment } from 'aws-cdk-lib';
import type { Deploiement } from './constructs/deploiement.ts';
import { type Academie, type Demande, lireDemande, lireNational } from './parametres.ts';
import { NATIONAL, referentiel } from './referentiel.ts';
import { sujetDesAlertes } from './stacks/alertes.ts';
import { National } from './stacks/national.ts';
import { Stockage } from './stacks/stockage.ts';
import { Traitement } from './stacks/traitement.ts';

/** Everything runs in Paris. */
const REGION = 'eu-west-3';

/** The stacks that the context asks for: an académie's, the référentiel's, or both on the local cloud. */
export function creerPiles(app: App): void {
  const demande = lireDemande((cle) => app.node.tryGetContext(cle));
  const national = demande.national ? creerNational(app, demande) : null;
  if (demande.academie !== null) {
    const traitement = creerAcademie(app, demande, demande.academie);
    if (national !== null) traitement.addStackDependency(national);
  }
}

function creerNational(app: App, { local, horloge }: Demande): National {
  const parametres = lireNational();
  return new National(app, 'lsl-national', {
    env: environnement(parametres.compte),
    description: 'LSL: référentiel national',
    deploiement: { nom: NATIONAL, local, horloge },
    parametres,
  });
}

function creerAcademie(app: App, { local, horloge }: Demande, academie: Academie): Traitement {
  const nom = academie.slug;
  const env = environnement(academie.compte);
  const deploiement = { nom, local, horloge };
  const stockage = new Stockage(app, `lsl-${nom}-stockage`, {
    env,
    description: `LSL: ${academie.nom}, state`,
    deploiement,
  });
  return new Traitement(app, `lsl-${nom}-traitement`, {
    env,
    description: `LSL: ${academie.nom}, processing`,
    contexte: (pile) => ({
      deploiement: {
        ...deploiement,
        alertes: sujetDesAlertes(pile, nom, academie.contacts.exploitation),
      } satisfies Deploiement,
      stockage,
      referentiel: referentiel(lireNational(), pile.account, pile.region),
      calendriers: academie.sessions,
    }),
  });
}

function environnement(compte: string | null): Environment {
  return compte === null ? { region: REGION } : { region: REGION, account: compte };
}
