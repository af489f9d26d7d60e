import { beforeEach, describe, expect, test } from 'vitest';
import { apparierEtablissement } from '../../shared/appariement/apparier-etablissement.ts';
import { consulterAppariement } from '../../shared/appariement/consulter-appariement.ts';
import { type DemandeAppariement, envoyerIdentifiants } from '../../shared/appariement/envoyer-identifiants.ts';
import { magasinNumeros } from '../../shared/appariement/magasin-numeros.ts';
import { reserverNumeros } from '../../shared/appariement/reserver-numeros.ts';
import { executerTransaction, type Operation } from '../../shared/aws/dynamo.ts';
import { magasinCandidats } from '../../shared/candidats/magasin-candidats.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { SUIVI_INITIAL } from '../../shared/livret/livret.ts';
import { magasinEtablissement } from '../../shared/livret/magasin-etablissement.ts';
import { magasinLivrets } from '../../shared/livret/magasin-livrets.ts';
import { magasinRegistre } from '../../shared/livret/magasin-registre.ts';
import { type Evenement, premiereRupture } from '../../shared/preuve/evenement.ts';
import { FileEnMemoire, muet } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { identiteDe, tete, UAI } from '../livret/dossiers.ts';
import { candidat } from './candidats.ts';

const DEMANDE: DemandeAppariement = { uai: UAI, session: 2016 };
const HORLOGE = horlogeFixe('2016-06-10T08:00:00Z');
const livretId = (n: number): string => `01J0000000000000000000000${n}`;
const ine = (n: number): string => `12345678${n}AB`;

class Etablissement {
  readonly dynamo = new DynamoEnMemoire('livrets', 'registre', 'preuve', 'session', 'referentiel');
  readonly livrets = magasinLivrets(this.dynamo.client, 'livrets');
  readonly registre = magasinRegistre(this.dynamo.client, 'registre', async () => 'clé');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');

  ecrire(...operations: readonly Operation[]) {
    return executerTransaction(this.dynamo.client, operations);
  }

  /** Three pupils, the last without candidate; a candidate without pupil. */
  async peupler(): Promise<void> {
    for (const n of [1, 2, 3]) {
      const identite = identiteDe({
        eleveId: String(n),
        livretId: livretId(n),
        ine: ine(n),
        nomDeFamille: `NOM${4 - n}`,
      });
      await this.ecrire(
        this.livrets.ecritureTete(null, tete({ livretId: livretId(n) })),
        this.registre.ecritureIdentite(identite, SUIVI_INITIAL),
      );
    }
    for (const n of [1, 2, 4]) {
      const {
        livretId: _l,
        noEleve: _n,
        ...dec
      } = candidat({ noCandidat: `c${n}`, noPv: String(n), ine: ine(n), nomDeFamille: `NOM${4 - n}` });
      await this.ecrire(...this.candidats.ecritures(null, dec));
    }
  }

  apparier(): Promise<void> {
    const numeros = magasinNumeros(this.dynamo.client, 'referentiel');
    // The next number that is free, so that two runs compare.
    const tirer = (): string => String(this.dynamo.items('referentiel').length / 2 + 1).padStart(10, '0');
    return apparierEtablissement(
      {
        dynamo: this.dynamo.client,
        livrets: this.livrets,
        registre: this.registre,
        etablissement: magasinEtablissement(this.dynamo.client, 'registre'),
        candidats: this.candidats,
        tablePreuve: 'preuve',
        horloge: HORLOGE,
        journal: muet,
        numeros: {
          reserver: (session, livretIds) => reserverNumeros({ numeros, tirer }, { session, livretIds: [...livretIds] }),
        },
      },
      DEMANDE,
    );
  }

  etat(): unknown {
    return Object.keys(this.dynamo.tables).map((table) => this.dynamo.items(table));
  }
}

let lycee: Etablissement;
beforeEach(async () => {
  lycee = new Etablissement();
  await lycee.peupler();
});

describe('« Envoyer identifiants élèves »', () => {
  const envoyer = async (instant: string, demande = DEMANDE) => {
    const file = new FileEnMemoire<DemandeAppariement>();
    const calendriers = {
      '2016': {
        ouvertureDesServices: '2016-05-02',
        livretsComplets: '2016-06-08',
        transfertAvant: '2016-06-18',
        deliberations: '2016-07-05',
      },
    };
    const issue = await envoyerIdentifiants(
      { registre: lycee.registre, file, calendriers, horloge: horlogeFixe(instant) },
      demande,
    ).catch((erreur: { code: string }) => erreur.code);
    return { issue, envois: file.envois };
  };

  test('queues the appariement of the establishment, and says how many pupils and whether it is late', async () => {
    expect(await envoyer('2016-06-10T08:00:00Z')).toEqual({
      issue: { eleves: 3, enRetard: false },
      envois: [{ message: DEMANDE, groupe: UAI }],
    });
    expect((await envoyer('2016-06-20T08:00:00Z')).issue).toEqual({ eleves: 3, enRetard: true });
  });

  test.for([
    ['before the services open', '2016-05-01T08:00:00Z', DEMANDE, 'services-fermes'],
    ['once the deliberations have begun', '2016-07-05T08:00:00Z', DEMANDE, 'deliberations-ouvertes'],
    [
      'for a session without calendar',
      '2016-06-10T08:00:00Z',
      { ...DEMANDE, session: 2017 },
      'session-sans-calendrier',
    ],
  ] as const)('%s is refused and queues nothing', async ([, instant, demande, code]) => {
    expect(await envoyer(instant, demande)).toEqual({ issue: code, envois: [] });
  });

  test('of an establishment without pupils is refused and queues nothing', async () => {
    lycee = new Etablissement();
    expect(await envoyer('2016-06-10T08:00:00Z')).toEqual({ issue: 'aucun-eleve', envois: [] });
  });
});

describe('the appariement of an establishment', () => {
  test('gives each pair its No Élève, on the pupil, the candidate and the livret, and dates every pupil', async () => {
    await lycee.apparier();
    const etat = await consulterAppariement(lycee, DEMANDE);
    expect(
      etat.eleves.map(({ nom, noCandidat, noEleve, identifiantsEnvoyesLe }) => [
        nom,
        noCandidat,
        noEleve,
        identifiantsEnvoyesLe,
      ]),
    ).toEqual([
      ['NOM1', null, null, '2016-06-10T08:00:00Z'],
      ['NOM2', 'c2', '0000000002', '2016-06-10T08:00:00Z'],
      ['NOM3', 'c1', '0000000001', '2016-06-10T08:00:00Z'],
    ]);
    expect(etat.candidatsSansEleve.map(({ noCandidat }) => noCandidat)).toEqual(['c4']);
    expect(await lycee.candidats.lire(2016, 'c2')).toMatchObject({ livretId: livretId(2), noEleve: '0000000002' });
    expect((await lycee.livrets.lire(livretId(2)))?.tete).toMatchObject({
      appariement: { session: 2016, noCandidat: 'c2', noEleve: '0000000002', par: 'ine' },
      chaine: { seq: 1 },
    });
    const evenements = lycee.dynamo.items('preuve') as unknown as Evenement[];
    expect(evenements.map(({ type, references }) => [type, references])).toEqual(
      [1, 2].map((n) => ['apparie', { session: 2016, noCandidat: `c${n}`, noEleve: `000000000${n}` }]),
    );
    for (const evenement of evenements) expect(premiereRupture([evenement])).toBeNull();
  });

  test('run again changes nothing', async () => {
    await lycee.apparier();
    const avant = lycee.etat();
    await lycee.apparier();
    expect(lycee.etat()).toEqual(avant);
  });

  test('run again pairs the candidates that came meanwhile, and only them', async () => {
    await lycee.apparier();
    const {
      livretId: _l,
      noEleve: _n,
      ...dec
    } = candidat({ noCandidat: 'c3', noPv: '3', ine: ine(3), nomDeFamille: 'NOM1' });
    await lycee.ecrire(...lycee.candidats.ecritures(null, dec));
    await lycee.apparier();
    const { eleves } = await consulterAppariement(lycee, DEMANDE);
    expect(eleves.map(({ noCandidat }) => noCandidat)).toEqual(['c3', 'c2', 'c1']);
    expect(lycee.dynamo.items('preuve')).toHaveLength(3);
  });

  test('stopped at any of its calls and delivered again ends in the same state', async () => {
    const temoin = new Etablissement();
    await temoin.peupler();
    const debut = temoin.dynamo.appels.length;
    await temoin.apparier();
    const appels = temoin.dynamo.appels.length - debut;
    expect(appels).toBeGreaterThan(8);
    for (let k = 1; k <= appels; k += 1) {
      const essai = new Etablissement();
      await essai.peupler();
      let restants = k;
      essai.dynamo.avant = () => {
        restants -= 1;
        if (restants === 0) throw new Error('the function stops');
      };
      await expect(essai.apparier()).rejects.toThrow('the function stops');
      essai.dynamo.avant = () => {};
      await essai.apparier();
      expect(essai.etat()).toEqual(temoin.etat());
    }
  });

  test('leaves a candidate to the livret that took it meanwhile', async () => {
    lycee.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand' || (await lycee.candidats.lire(2016, 'c1'))?.livretId !== null) return;
      const avant = lycee.dynamo.avant;
      lycee.dynamo.avant = () => {};
      await lycee.ecrire(
        lycee.candidats.ecritureAppariement(candidat({ noCandidat: 'c1' }), livretId(9), '9999999999'),
      );
      lycee.dynamo.avant = avant;
    };
    await lycee.apparier();
    expect(await lycee.candidats.lire(2016, 'c1')).toMatchObject({ livretId: livretId(9), noEleve: '9999999999' });
    expect((await lycee.livrets.lire(livretId(1)))?.tete.appariement).toBeNull();
    expect(await lycee.candidats.lire(2016, 'c2')).toMatchObject({ livretId: livretId(2) });
  });

  test('takes up again a livret that somebody wrote meanwhile', async () => {
    let fois = 0;
    lycee.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      fois += 1;
      // The first two transactions reserve numbers; the third writes the first pair.
      if (fois !== 3) return;
      const avant = lycee.dynamo.avant;
      lycee.dynamo.avant = () => {};
      const lue = (await lycee.livrets.lire(livretId(1)))?.tete;
      if (lue === undefined) throw new Error('no livret');
      await lycee.ecrire(lycee.livrets.ecritureTete(lue, { ...lue, etat: 'alimente' }));
      lycee.dynamo.avant = avant;
    };
    await lycee.apparier();
    expect((await lycee.livrets.lire(livretId(1)))?.tete).toMatchObject({
      etat: 'alimente',
      appariement: { noCandidat: 'c1' },
      verrou: 3,
    });
  });
});
