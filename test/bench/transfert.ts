import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { ecrire, tableau } from '../../shared/cli/affichage.ts';
import { envoyerLivrets } from '../../shared/transfert/envoyer-livrets.ts';
import { magasinReferentiel } from '../../shared/transfert/magasin-referentiel.ts';
import type { MessageDesAccuses, MessageDesStatuts } from '../../shared/transfert/messages.ts';
import { recevoirAccuse } from '../../shared/transfert/recevoir-accuse.ts';
import { recevoirStatut } from '../../shared/transfert/recevoir-statut.ts';
import { transfererLivret } from '../../shared/transfert/transferer-livret.ts';
import { FileEnMemoire, muet, ObjetsEnMemoire } from '../doubles.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { CHEF, ClasseEnMemoire } from '../livret/classe.ts';
import { UAI, validee } from '../livret/dossiers.ts';
import { ecriturePlace } from '../transfert/places.ts';

/**
 * 50,000 statuses, from « Envoyer livrets » to the date of sending, through the use cases against a store double that keeps
 * DynamoDB's rules: requests, write units and CPU of one status, and what nobody lost (issue « transfert »).
 *
 *     node test/bench/transfert.ts [statuts]
 */
const PAR_ETABLISSEMENT = 400;
const SESSION = 2016;

const ETAPES = ['demande', 'envoi', 'réception', 'accusé'] as const;
type Etape = (typeof ETAPES)[number];

interface Mesure {
  requetes: number;
  unites: number;
  objets: number;
  messages: number;
  secondes: number;
}

const mesures: Record<Etape, Mesure> = Object.fromEntries(
  ETAPES.map((etape) => [etape, { requetes: 0, unites: 0, objets: 0, messages: 0, secondes: 0 }]),
) as Record<Etape, Mesure>;

const national = new DynamoEnMemoire('referentiel');
const referentiel = magasinReferentiel(national.client, 'referentiel');

/** One establishment, whose livrets are validated and paired: all of them are sent, received and acknowledged. */
async function jouer(rang: number, taille: number): Promise<number> {
  const classe = new ClasseEnMemoire();
  await classe.nomenclatures();
  let objetsTouches = 0;
  const objets = new ObjetsEnMemoire(() => {
    objetsTouches += 1;
  });
  const statuts = new FileEnMemoire<MessageDesStatuts>();
  const accuses = new FileEnMemoire<MessageDesAccuses>();
  for (let n = 1; n <= taille; n++) {
    const noEleve = String(rang * PAR_ETABLISSEMENT + n).padStart(10, '0');
    const livretId = await classe.inscrire(n, {
      // A fifth of them on paper.
      tete: {
        ...(n % 5 === 0 ? { format: 'papier', motifPapier: 'profil-atypique' } : validee()),
        appariement: { session: SESSION, noCandidat: `c${noEleve}`, noEleve, par: 'ine' },
      },
    });
    await executerTransaction(national.client, [ecriturePlace(noEleve, livretId)]);
  }
  const { parts } = classe;
  const mesurer = async (etape: Etape, faire: () => Promise<unknown>): Promise<void> => {
    const [avant, unitesAvant, messagesAvant] = [appels(classe), unites(classe), messages()];
    objetsTouches = 0;
    const debut = process.cpuUsage();
    await faire();
    const { user, system } = process.cpuUsage(debut);
    const mesure = mesures[etape];
    mesure.requetes += appels(classe) - avant;
    mesure.unites += unites(classe) - unitesAvant;
    mesure.objets += objetsTouches;
    mesure.messages += messages() - messagesAvant;
    mesure.secondes += (user + system) / 1e6;
  };
  const messages = (): number => [classe.transferts, statuts, accuses].reduce((n, file) => n + file.messages.length, 0);

  await mesurer('demande', () => envoyerLivrets(parts, CHEF, { uai: UAI, session: SESSION }));
  await mesurer('envoi', async () => {
    for (const message of classe.transferts.messages) {
      await transfererLivret({ ...parts, versions: objets, statuts }, message);
    }
  });
  await mesurer('réception', async () => {
    for (const message of statuts.messages) {
      await recevoirStatut({ referentiel, versions: objets, accuses, horloge: parts.horloge, journal: muet }, message);
    }
  });
  await mesurer('accusé', async () => {
    for (const accuse of accuses.messages) await recevoirAccuse(parts, accuse);
  });
  const lignes = await parts.registre.lireEleves(UAI, SESSION - 1);
  const attendent = await parts.envois.lister(SESSION);
  if (attendent.length > 0) throw new Error(`${attendent.length} statuses still wait`);
  return lignes.filter(({ statutEnvoyeLe }) => statutEnvoyeLe !== null).length;
}

const appels = ({ dynamo }: ClasseEnMemoire): number => dynamo.appels.length + national.appels.length;
const unites = ({ dynamo }: ClasseEnMemoire): number => dynamo.unitesDEcriture + national.unitesDEcriture;

const attendus = Number(process.argv[2] ?? 50_000);
let recus = 0;
for (let rang = 0; rang * PAR_ETABLISSEMENT < attendus; rang++) {
  recus += await jouer(rang, Math.min(PAR_ETABLISSEMENT, attendus - rang * PAR_ETABLISSEMENT));
}
const statuts = national.items('referentiel').filter(({ sk }) => String(sk).startsWith('STATUT#')).length;

const parStatut = (valeur: number, decimales = 2): string => (valeur / attendus).toFixed(decimales).replace('.', ',');
type Ligne = readonly [string, Mesure];
const somme = ETAPES.reduce(
  (total, etape) => {
    for (const cle of Object.keys(total) as (keyof Mesure)[]) total[cle] += mesures[etape][cle];
    return total;
  },
  { requetes: 0, unites: 0, objets: 0, messages: 0, secondes: 0 } as Mesure,
);
ecrire(
  tableau<Ligne>(
    [
      { titre: 'Par statut', valeur: ([nom]) => nom },
      { titre: 'Requêtes DynamoDB', valeur: ([, m]) => parStatut(m.requetes), alignement: 'droite' },
      { titre: 'Unités d’écriture', valeur: ([, m]) => parStatut(m.unites), alignement: 'droite' },
      { titre: 'Objets S3', valeur: ([, m]) => parStatut(m.objets), alignement: 'droite' },
      { titre: 'Messages', valeur: ([, m]) => parStatut(m.messages), alignement: 'droite' },
      { titre: 'ms de processeur', valeur: ([, m]) => parStatut(m.secondes * 1000), alignement: 'droite' },
    ],
    [...ETAPES.map((etape): Ligne => [etape, mesures[etape]]), ['en tout', somme]],
  ),
);
const debit = Math.round(attendus / somme.secondes);
ecrire(
  `${attendus.toLocaleString('fr-FR')} statuts : ${recus.toLocaleString('fr-FR')} dates d’envoi, ` +
    `${statuts.toLocaleString('fr-FR')} au référentiel · ${debit} par seconde de processeur`,
);
if (recus !== attendus || statuts !== attendus) {
  ecrire('des statuts manquent');
  process.exitCode = 1;
}
