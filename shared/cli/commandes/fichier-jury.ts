import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { conduiteATenir } from '../../jury/conduite.ts';
import type { EditionConsultee } from '../../jury/consulter-fichier.ts';
import { direSansLivret, LIBELLES_ETAT_FICHIER } from '../../jury/fichier.ts';
import type { LivretPerime } from '../../jury/perimes.ts';
import type { FichierSigne } from '../../jury/signer-fichier.ts';
import { sha256 } from '../../kernel/empreinte.ts';
import { ErreurCodee, estErreurCodee } from '../../kernel/erreur.ts';
import { instantFrancais } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 15 * 60_000;

export interface DemandeFichierJury {
  readonly session: number;
  readonly jury: string;
  readonly motif: string | undefined;
  /** Only tell where the file stands. */
  readonly etat: boolean;
  /** Where to write the ZIP; undefined prints the signed URL only. */
  readonly telecharger: string | undefined;
  readonly json: boolean;
}

/** Orders the file of a jury, waits for it, and gives its signed URL (R75). */
export async function fichierJury(cible: Cible, demande: DemandeFichierJury): Promise<Sortie> {
  const { session, jury } = demande;
  const consulter = (): Promise<EditionConsultee> => cible.appeler('jury/consulter-fichier', { session, jury });
  if (demande.etat) {
    const edition = await consulter();
    ecrire(demande.json ? JSON.stringify(edition, null, 2) : resume(edition));
    return edition.etat === 'refuse' ? SORTIE.echec : SORTIE.reussite;
  }
  await demander(cible, demande);
  const edition = await attendreFichier(consulter);
  if (edition.etat === 'refuse') {
    if (demande.json) ecrire(JSON.stringify(edition, null, 2));
    else ecrire(resume(edition));
    return SORTIE.echec;
  }
  const signe = await signer(cible, demande);
  if (signe === null) {
    ecrire(demande.json ? JSON.stringify(edition, null, 2) : `${resume(edition)}\n${A_TELECHARGER_AILLEURS}`);
    return SORTIE.reussite;
  }
  if (demande.telecharger !== undefined) await telecharger(signe, demande.telecharger);
  if (demande.json) ecrire(JSON.stringify({ ...edition, url: signe.url }, null, 2));
  else {
    ecrire(resume(edition));
    ecrire(`Adresse signée, valable ${signe.dureeSecondes / 60} minutes :\n${signe.url}`);
    if (demande.telecharger !== undefined) ecrire(`Fichier téléchargé et vérifié : ${demande.telecharger}`);
  }
  return SORTIE.reussite;
}

const A_TELECHARGER_AILLEURS = 'Votre rôle ne télécharge pas ce fichier : le chef de centre et le président le font.';

/** Null for who may ask for the file and not have it, as the DEC; asked to write it, that is an error. */
async function signer(cible: Cible, { session, jury, telecharger }: DemandeFichierJury): Promise<FichierSigne | null> {
  try {
    return await cible.appeler<FichierSigne>('jury/signer-fichier', { session, jury });
  } catch (erreur) {
    if (telecharger === undefined && estErreurCodee(erreur) && erreur.code === 'operation-interdite') return null;
    throw erreur;
  }
}

/** An edition that stands is not made again without a reason: it is what is given. */
async function demander(cible: Cible, { session, jury, motif }: DemandeFichierJury): Promise<void> {
  try {
    await cible.appeler('jury/demander-fichier', { session, jury, ...(motif === undefined ? {} : { motif }) });
  } catch (erreur) {
    if (!(erreur instanceof ErreurCodee) || erreur.code !== 'fichier-deja-edite') throw erreur;
  }
}

function attendreFichier(consulter: () => Promise<EditionConsultee>): Promise<EditionConsultee> {
  let etape = '';
  return attendre(
    () => (etape === '' ? 'Fichier du jury demandé' : `Fichier du jury ${etape}`),
    async () => {
      const edition = await consulter();
      etape = direEtape(edition);
      return edition.etat === 'pret' || edition.etat === 'refuse' ? edition : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'fichier-en-retard',
        'Le fichier du jury n’est pas encore prêt.',
        'Consultez son état plus tard avec « npx lsl fichier-jury --etat ».',
      ),
  );
}

/** « en attente de composition (3e dans la file) », « composition : 40 livrets sur 120 » */
function direEtape({ etat, place, avancement }: EditionConsultee): string {
  if (etat !== 'demande') return LIBELLES_ETAT_FICHIER[etat];
  if (avancement !== null) return `en composition : ${compte(avancement.faits, 'livret')} sur ${avancement.total}`;
  return place === null
    ? LIBELLES_ETAT_FICHIER.demande
    : `${LIBELLES_ETAT_FICHIER.demande} (${place === 1 ? '1er' : `${place}e`} dans la file)`;
}

const RAISONS: Readonly<Record<LivretPerime['raison'], string>> = {
  retire: 'le candidat s’oppose à la transmission de son livret',
  'nouvelle-version': 'une nouvelle version est arrivée',
  'en-correction': 'le livret est en cours de correction',
};

function resume(edition: EditionConsultee): string {
  const { session, jury, n, etat, candidats, sansLivret, pages, anomalies, perimes, incident, telechargeLe } = edition;
  const peindre = etat === 'pret' ? pc.green : etat === 'refuse' ? pc.red : pc.yellow;
  return [
    `Jury ${jury}, session ${session}, édition ${n} : ${peindre(direEtape(edition))}` +
      (telechargeLe === null ? '' : `, téléchargé par le centre le ${instantFrancais(telechargeLe)}`),
    `  ${compte(candidats.length, 'livret')}${pages === null ? '' : `, ${compte(pages, 'page')}`}` +
      (sansLivret.length === 0 ? '' : ` · ${compte(sansLivret.length, 'candidat')} sans livret dans le fichier`),
    ...sansLivret.map(({ noPv, raison }) => `  No PV ${noPv} : ${direSansLivret(raison)}`),
    ...perimes.map(({ noPv, raison }) => `  ${pc.yellow('depuis cette édition')} No PV ${noPv} : ${RAISONS[raison]}`),
    ...(incident === null
      ? []
      : [
          `  ${pc.yellow('dernier essai en échec')} le ${instantFrancais(incident.le)} (${incident.code}) : il recommence de lui-même`,
          `    sinon, ${conduiteATenir(incident.code)}`,
        ]),
    ...anomalies.map(
      ({ code, page, noEleve }) =>
        `  ${pc.red('anomalie')} ${code}${page === null ? '' : `, page ${page}`}${noEleve === null ? '' : `, No Élève ${noEleve}`}`,
    ),
    ...[...new Set(anomalies.map(({ code }) => `  à faire : ${conduiteATenir(code)}`))],
  ].join('\n');
}

async function telecharger({ url, empreinte }: FichierSigne, chemin: string): Promise<void> {
  const reponse = await fetch(url);
  const zip = new Uint8Array(await reponse.arrayBuffer());
  if (!reponse.ok || sha256(zip) !== empreinte) {
    throw new ErreurCodee(
      'telechargement-incomplet',
      'Le fichier téléchargé n’est pas celui qui a été contrôlé.',
      'Recommencez : une nouvelle adresse sera signée.',
    );
  }
  await writeFile(chemin, zip);
}
