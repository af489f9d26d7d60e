import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { tableauCsv } from '../../kernel/csv.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import type { PresenceDUnJury } from '../../transfert/controler-presence.ts';
import type { JuryListe } from '../../transfert/lister-jurys.ts';
import { type IssueDePointage, POINTAGES_PAR_DEMANDE } from '../../transfert/pointer-papiers.ts';
import {
  type ComptesDePresence,
  compterLesPresences,
  LIBELLES_DE_PRESENCE,
  manqueQuelqueChose,
  type PresenceDUnCandidat,
  RAISONS_DE_MANQUE,
} from '../../transfert/presence.ts';
import { attente, type Colonne, ecrire, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { direRole } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

export interface DemandeDePresence {
  readonly session: number;
  /** All those of the académie when undefined. */
  readonly jury: string | undefined;
  readonly centre: string | undefined;
  /** Only what is missing: statuses, and paper copies that nobody saw. */
  readonly manquants: boolean;
  /** Only paper livrets, candidate by candidate. */
  readonly papiers: boolean;
  /** Where to write candidates, for a spreadsheet. */
  readonly csv: string | undefined;
  readonly json: boolean;
}

/** A candidate with its jury: a centre holds several. */
type Ligne = PresenceDUnCandidat & { readonly jury: string };

/** Whether every livret is there for its jury (R71): of an académie a line a jury, of a jury a line a candidate. */
export async function presence(cible: Cible, demande: DemandeDePresence): Promise<Sortie> {
  const { session, jury, json, csv, papiers } = demande;
  const jurys = jury === undefined ? await jurysDe(cible, demande) : [jury];
  const attendues = (await controler(cible, session, jurys)).filter(
    ({ centre }) => demande.centre === undefined || centre === demande.centre,
  );
  if (attendues.length === 0) throw aucunCandidat(demande);
  const lignes = attendues.filter(({ etat }) => !papiers || etat === 'papier');
  const comptes = compterLesPresences(lignes);
  const retenues = demande.manquants ? lignes.filter(manqueQuelqueChose) : lignes;
  if (csv !== undefined) await writeFile(csv, tableauCsv([ENTETE, ...retenues.map(enRangee)]));
  if (json) ecrire(JSON.stringify({ session, comptes, candidats: retenues }, null, 2));
  else {
    if (jury === undefined && !papiers) montrerLesJurys(lignes, demande.manquants);
    else montrerLesCandidats(session, retenues);
    ecrire(resume(comptes));
    if (comptes.enCorrection > 0)
      ecrire(`${compte(comptes.enCorrection, 'livret présent', 'livrets présents')} en correction`);
    if (csv !== undefined) ecrire(`${compte(retenues.length, 'candidat écrit', 'candidats écrits')} dans ${csv}`);
  }
  return lignes.some(manqueQuelqueChose) ? SORTIE.partielle : SORTIE.reussite;
}

function aucunCandidat({ session, centre }: DemandeDePresence): ErreurCodee {
  return new ErreurCodee(
    'aucun-candidat',
    centre === undefined
      ? `Aucun candidat n’a de jury dans la session ${session}.`
      : `Aucun candidat de la session ${session} n’est attendu dans le centre « ${centre} ».`,
    centre === undefined
      ? 'La DEC dépose d’abord le fichier des candidats.'
      : 'La DEC donne le centre de chaque jury (« npx lsl presence » sans --centre).',
  );
}

async function jurysDe(cible: Cible, { session, centre }: DemandeDePresence): Promise<string[]> {
  const listes = await cible.appeler<JuryListe[]>('transfert/lister-jurys', { session });
  return [...new Set(listes.flatMap((un) => (centre === undefined || un.centre === centre ? un.jury : [])))];
}

const EN_PARALLELE = 4;

async function controler(cible: Cible, session: number, jurys: readonly string[]): Promise<Ligne[]> {
  const suivi = attente();
  const lignes: Ligne[] = [];
  try {
    for (let debut = 0; debut < jurys.length; debut += EN_PARALLELE) {
      suivi.dire(`${debut} sur ${compte(jurys.length, 'jury')}`);
      const lues = await Promise.all(
        jurys
          .slice(debut, debut + EN_PARALLELE)
          .map((jury) => cible.appeler<PresenceDUnJury>('transfert/controler-presence', { session, jury })),
      );
      for (const { jury, candidats } of lues) lignes.push(...candidats.map((candidat) => ({ ...candidat, jury })));
    }
  } finally {
    suivi.finir();
  }
  return lignes;
}

type LigneDeJury = { readonly jury: string; readonly centre: string } & ComptesDePresence;
const nombre = (n: number): string => (n === 0 ? VIDE : String(n));

const COLONNES_DES_JURYS: readonly Colonne<LigneDeJury>[] = [
  { titre: 'Jury', valeur: ({ jury }) => jury },
  { titre: 'Centre', valeur: ({ centre }) => centre || VIDE, largeurMax: 12 },
  { titre: 'Candidats', valeur: ({ candidats }) => String(candidats), alignement: 'droite' },
  { titre: 'Num.', valeur: ({ numeriques }) => nombre(numeriques), alignement: 'droite' },
  {
    titre: 'Papiers vus',
    valeur: ({ papiers, papiersVus }) => (papiers === 0 ? VIDE : `${papiersVus}/${papiers}`),
    alignement: 'droite',
  },
  { titre: 'Non prod.', valeur: ({ nonProduits }) => nombre(nonProduits), alignement: 'droite' },
  { titre: 'Manquants', valeur: ({ manquants }) => nombre(manquants), alignement: 'droite' },
];

function montrerLesJurys(lignes: readonly Ligne[], manquants: boolean): void {
  const jurys = parJury(lignes)
    .filter((siens) => !manquants || siens.some(manqueQuelqueChose))
    .map((siens) => ({ ...deLigne(siens[0]), ...compterLesPresences(siens) }));
  ecrire(tableau(COLONNES_DES_JURYS, [...jurys, { jury: 'Total', centre: '', ...compterLesPresences(lignes) }]));
}

/** A jury in one centre after the other. */
function parJury(lignes: readonly Ligne[]): Ligne[][] {
  return [...Map.groupBy(lignes, ({ jury, centre }) => `${jury}#${centre}`).values()];
}

const deLigne = (ligne: Ligne | undefined) => ({ jury: ligne?.jury ?? '', centre: ligne?.centre ?? '' });

/** « 7 candidats : 2 numériques, 1 papier vu sur 2, 1 non produit, 2 manquants » */
function resume({ candidats, numeriques, papiers, papiersVus, nonProduits, manquants }: ComptesDePresence): string {
  const parts = [
    ...(numeriques === 0 ? [] : [compte(numeriques, 'numérique')]),
    ...(papiers === 0 ? [] : [`${compte(papiersVus, 'papier vu', 'papiers vus')} sur ${papiers}`]),
    ...(nonProduits === 0 ? [] : [compte(nonProduits, 'non produit', 'non produits')]),
    ...(manquants > 0 ? [pc.yellow(compte(manquants, 'manquant'))] : papiers < candidats ? ['aucun manquant'] : []),
  ];
  return `${compte(candidats, 'candidat')} : ${parts.join(', ')}`;
}

const COLONNES_DES_CANDIDATS: readonly Colonne<Ligne>[] = [
  { titre: 'No PV', valeur: ({ noPv }) => noPv },
  { titre: 'No candidat', valeur: ({ noCandidat }) => noCandidat },
  { titre: 'Livret', valeur: ({ etat }) => LIBELLES_DE_PRESENCE[etat] },
  { titre: 'Détail', valeur: (ligne) => detail(ligne), largeurMax: 60 },
];

function montrerLesCandidats(session: number, lignes: readonly Ligne[]): void {
  for (const siens of parJury(lignes)) {
    const { jury, centre } = deLigne(siens[0]);
    ecrire(pc.bold(`Jury ${jury}, session ${session}, centre ${centre || 'inconnu'}`));
    ecrire(`${tableau(COLONNES_DES_CANDIDATS, siens)}\n`);
  }
}

/** « reçu le 10/06/2016 · en correction (12/06/2016) » */
function detail({ etat, recuLe, correctionDepuis, retireLe, copieVue, copieDepassee, raison, retenu }: Ligne): string {
  if (etat === 'manquant') {
    return [...(raison === null ? [] : [RAISONS_DE_MANQUE[raison]]), ...(retenu === null ? [] : [`[${retenu}]`])].join(
      ' ',
    );
  }
  if (etat === 'non-produit') return `opposition du candidat${retireLe === null ? '' : `, le ${jour(retireLe)}`}`;
  const correction = correctionDepuis === null ? [] : [`en correction (${jour(correctionDepuis)})`];
  if (etat === 'numerique') return [`reçu le ${jour(recuLe)}`, ...correction].join(' · ');
  if (copieDepassee !== null)
    return [`nouvelle copie à voir (vue le ${jour(copieDepassee.le)}, renvoyée depuis)`, ...correction].join(' · ');
  const copie = copieVue === null ? 'copie non vue' : `copie vue le ${jour(copieVue.le)} (${direRole(copieVue.role)})`;
  return [copie, ...correction].join(' · ');
}

const jour = (instant: string | null): string => (instant === null ? '' : dateFrancaiseDe(instant));

const ENTETE = [
  'Jury',
  'Centre',
  'Série',
  'No PV',
  'No candidat',
  'Livret',
  'Reçu le',
  'Copie vue le',
  'Vue par',
  'Détail',
];

function enRangee(ligne: Ligne): string[] {
  const { jury, centre, serie, noPv, noCandidat, etat, recuLe, copieVue } = ligne;
  return [
    jury,
    centre,
    serie,
    noPv,
    noCandidat,
    LIBELLES_DE_PRESENCE[etat],
    jour(recuLe),
    jour(copieVue?.le ?? null),
    copieVue === null ? '' : direRole(copieVue.role),
    detail(ligne),
  ];
}

export interface DemandeDePointage {
  readonly session: number;
  readonly jury: string;
  /** « 0103,0107 » */
  readonly noPvs: string;
  readonly vue: boolean;
  readonly json: boolean;
}

/** Notes that paper copies were seen at the centre, or goes back on it. */
export async function pointer(cible: Cible, { session, jury, noPvs, vue, json }: DemandeDePointage): Promise<Sortie> {
  const voulus = noPvs.split(/[\s,;]+/).filter((noPv) => noPv !== '');
  const issues: IssueDePointage[] = [];
  for (let debut = 0; debut < voulus.length; debut += POINTAGES_PAR_DEMANDE) {
    const tranche = voulus.slice(debut, debut + POINTAGES_PAR_DEMANDE);
    issues.push(
      ...(await cible.appeler<IssueDePointage[]>('transfert/pointer-papiers', { session, jury, noPvs: tranche, vue })),
    );
  }
  const combien = (etat: IssueDePointage['etat']): number => issues.filter((issue) => issue.etat === etat).length;
  if (json) ecrire(JSON.stringify(issues, null, 2));
  else {
    for (const issue of issues) {
      if (issue.etat !== 'refuse') continue;
      const { noPv, code, message, remede } = issue;
      ecrire(`  ${pc.yellow('non pointé')} No PV ${noPv} : ${message} ${pc.dim(`[${code}]`)}\n    ${remede}`);
    }
    const [une, plusieurs] = vue ? ['copie vue', 'copies vues'] : ['copie notée non vue', 'copies notées non vues'];
    ecrire(
      [
        `Jury ${jury}`,
        compte(combien('pointe'), une, plusieurs),
        ...(combien('inchange') === 0 ? [] : [`${combien('inchange')} sans changement`]),
        ...(combien('refuse') === 0 ? [] : [compte(combien('refuse'), 'non pointée', 'non pointées')]),
      ].join(' · '),
    );
  }
  if (combien('refuse') === 0) return SORTIE.reussite;
  return combien('refuse') === issues.length ? SORTIE.echec : SORTIE.partielle;
}
