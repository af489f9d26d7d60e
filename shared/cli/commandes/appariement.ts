import { writeFile } from 'node:fs/promises';
import pc from 'picocolors';
import { Temporal } from 'temporal-polyfill';
import { LIBELLES_DE_RAISON } from '../../appariement/apparier.ts';
import type {
  CandidatDUnAutreMontre,
  CandidatMontre,
  CandidatRessemblant,
  EleveApparie,
  EtatDeLAppariement,
} from '../../appariement/consulter-appariement.ts';
import type {
  AppariementDUnEtablissement,
  AppariementsConsultes,
  ComptesDAppariement,
} from '../../appariement/consulter-appariements.ts';
import type { AppariementDecide } from '../../appariement/decider-appariement.ts';
import type { IdentifiantsEnvoyes } from '../../appariement/envoyer-identifiants.ts';
import { type Issue, LIBELLES_D_ISSUE } from '../../appariement/issues.ts';
import { tableauCsv } from '../../kernel/csv.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { dateFrancaise, dateFrancaiseDe } from '../../kernel/horloge.ts';
import { compte } from '../../kernel/texte.ts';
import { attendre, type Colonne, ecrire, plier, tableau, VIDE } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { LIBELLES_DE_FORMAT } from '../libelles.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 5 * 60_000;

export interface AppariementDemande {
  readonly uai: string;
  readonly session: number;
  /** Send the identifiers first (R68): of these divisions or these pupils, of all without either. */
  readonly envoyer: boolean;
  readonly divisions: readonly string[];
  readonly eleves: readonly string[];
  /** Where to write the table. */
  readonly csv: string | undefined;
  readonly json: boolean;
}

/** Where the appariement of an establishment stands (R69), and what a person must decide, with the command to do it. */
export async function appariement(cible: Cible, demande: AppariementDemande): Promise<Sortie> {
  const { uai, session, csv } = demande;
  const consulter = (): Promise<EtatDeLAppariement> =>
    cible.appeler('appariement/consulter-appariement', { uai, session });
  const envoi = demande.envoyer ? await envoyer(cible, demande) : null;
  const etat = envoi === null ? await consulter() : await attendreLePassage(consulter, envoi.demande);
  if (csv !== undefined) await writeFile(csv, tableauCsv(rangees(etat)));
  if (demande.json) ecrire(JSON.stringify(etat, null, 2));
  else {
    if (envoi !== null) direLEnvoi(envoi);
    if (csv === undefined) ecrireEtat(etat, demande);
    else ecrire(`${compte(etat.eleves.length, 'élève écrit', 'élèves écrits')} dans ${csv}`);
    ecrire(resumer(etat));
  }
  return etat.eleves.every(({ issue }) => REGLEES.has(issue.etat)) ? SORTIE.reussite : SORTIE.partielle;
}

const REGLEES: ReadonlySet<Issue['etat']> = new Set(['apparie', 'parti']);

function envoyer(cible: Cible, { uai, session, divisions, eleves }: AppariementDemande): Promise<IdentifiantsEnvoyes> {
  return cible.appeler('appariement/envoyer-identifiants', {
    uai,
    session,
    ...(divisions.length === 0 ? {} : { divisions }),
    ...(eleves.length === 0 ? {} : { eleves }),
  });
}

/** Until a run that took this sending into account. */
function attendreLePassage(consulter: () => Promise<EtatDeLAppariement>, demande: string): Promise<EtatDeLAppariement> {
  return attendre(
    () => 'Appariement en cours',
    async () => {
      const etat = await consulter();
      return etat.passage !== null && etat.passage.tour >= demande ? etat : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'appariement-en-retard',
        'Les identifiants sont envoyés ; l’appariement n’est pas encore terminé.',
        'Consultez-le plus tard avec « npx lsl appariement ».',
      ),
  );
}

function direLEnvoi({ envoyes, dejaEnvoyes, partis, enRetard }: IdentifiantsEnvoyes): void {
  const dits = [
    `Identifiants envoyés : ${compte(envoyes, 'élève')}`,
    ...(dejaEnvoyes === 0 ? [] : [`${compte(dejaEnvoyes, 'déjà envoyé', 'déjà envoyés')}, dont la date reste`]),
    ...(partis.length === 0 ? [] : [`${compte(partis.length, 'élève parti', 'élèves partis')}, non envoyés`]),
    ...(enRetard ? ['après la date prévue'] : []),
  ];
  ecrire(`${dits.join(' · ')}\n`);
}

const jour = (instant: string | null): string => (instant === null ? VIDE : dateFrancaiseDe(instant));
const naissance = (date: string): string => dateFrancaise(Temporal.PlainDate.from(date));

const COLONNES: readonly Colonne<EleveApparie>[] = [
  { titre: 'Nom', valeur: ({ nom }) => nom, largeurMax: 20 },
  { titre: 'Prénom', valeur: ({ prenom }) => prenom, largeurMax: 12 },
  { titre: 'Nom d’usage', valeur: ({ nomUsage }) => nomUsage ?? VIDE, largeurMax: 14 },
  { titre: 'INE', valeur: ({ ine }) => ine ?? VIDE },
  { titre: 'Série', valeur: ({ serie }) => serie ?? VIDE, largeurMax: 6 },
  { titre: 'Structure', valeur: ({ division }) => division ?? VIDE, largeurMax: 10 },
  { titre: 'Envoyé', valeur: ({ identifiantsEnvoyesLe }) => jour(identifiantsEnvoyesLe) },
  { titre: 'Format', valeur: ({ format }) => LIBELLES_DE_FORMAT[format] },
  { titre: 'Candidat', valeur: direIssue, largeurMax: 26 },
];

/** How a pair was made. */
const MOYENS: Readonly<Record<'ine' | 'ine-corrige' | 'identite' | 'personne', string>> = {
  ine: 'INE',
  'ine-corrige': 'INE corrigé',
  identite: 'identité',
  personne: 'décision',
};

/** « 0123456789 (INE) », « à décider » */
function direIssue({ issue }: EleveApparie): string {
  if (issue.etat === 'apparie') return `${issue.noCandidat} (${MOYENS[issue.par]})`;
  if (issue.etat === 'a-verifier') return `${issue.noCandidat} à vérifier`;
  if (issue.etat === 'repris') return `${issue.noCandidat} repris`;
  if (issue.etat === 'deja-apparie') return 'déjà apparié';
  return issue.etat === 'ailleurs' ? issue.academie : LIBELLES_D_ISSUE[issue.etat];
}

function ecrireEtat(
  { eleves, candidatsSansEleve, decide, passage }: EtatDeLAppariement,
  demande: AppariementDemande,
): void {
  const avecUsage = eleves.some(({ nomUsage }) => nomUsage !== null);
  ecrire(tableau(avecUsage ? COLONNES : COLONNES.filter(({ titre }) => titre !== 'Nom d’usage'), eleves));
  const cas = eleves.filter(({ issue }) => A_DECIDER.has(issue.etat));
  if (cas.length > 0) ecrire(pc.bold(`\nÀ décider par une personne (${cas.length})`));
  for (const eleve of cas) ecrireCas(eleve, demande, decide);
  const tenus = eleves.filter(({ issue }) => issue.etat === 'ailleurs');
  if (tenus.length > 0) {
    ecrire(pc.bold(`\nPlace tenue par une autre académie (${tenus.length})`));
    for (const eleve of tenus) {
      const academie = eleve.issue.etat === 'ailleurs' ? eleve.issue.academie : '';
      ecrirePlie([...nommer(eleve), `ELEVE_ID ${eleve.eleveId}`, academie], '  ');
    }
    ecrirePlie(['Vérifiez avec elle où il passe l’examen.', 'Ici : il lui faut un candidat, voyez la DEC.'], '  ', ' ');
  }
  if (passage !== null && eleves.some(({ issue }) => DU_REFERENTIEL.has(issue.etat))) {
    ecrire('');
    const dit = `Ce que dit le référentiel national est du passage du ${jour(passage.faitLe)}`;
    ecrirePlie([dit, '« --envoyer » le lui redemande.'], '  ', ' : ');
  }
  const seuls = eleves.filter(({ issue }) => issue.etat === 'sans-candidat');
  if (seuls.length > 0) {
    ecrire(pc.bold(`\nSans candidat (${seuls.length})`));
    for (const eleve of seuls) ecrirePlie([...nommer(eleve), `ELEVE_ID ${eleve.eleveId}`], '  ');
  }
  if (candidatsSansEleve.length > 0) {
    ecrire(pc.bold(`\nCandidats sans élève (${candidatsSansEleve.length})`));
    for (const candidat of candidatsSansEleve) ecrirePlie(nommerCandidat(candidat), '  ');
  }
  ecrire('');
}

const A_DECIDER: ReadonlySet<Issue['etat']> = new Set(['ambigu', 'a-verifier', 'conflit', 'repris', 'deja-apparie']);

/** As the référentiel answered the last run: it may say something else by now. */
const DU_REFERENTIEL: ReadonlySet<Issue['etat']> = new Set(['conflit', 'repris', 'ailleurs']);

function ecrirePlie(mots: readonly string[], marge: string, separateur = ', '): void {
  for (const ligne of plier(mots, separateur, marge)) ecrire(ligne);
}

function nommerCandidat(candidat: CandidatMontre): string[] {
  const [premier = '', ...suite] = nommer(candidat);
  return [`${candidat.noCandidat}  ${premier}`, ...suite];
}

/** « MARTIN (usage DURAND) Zoé, 28/02/1998, INE 0123456789A, TS1 », word by word. */
function nommer({
  nom,
  nomUsage,
  prenom,
  dateNaissance,
  ine,
  division,
}: Pick<CandidatMontre, 'nom' | 'nomUsage' | 'prenom' | 'dateNaissance' | 'ine' | 'division'>): string[] {
  const usage = nomUsage === null ? '' : ` (usage ${nomUsage})`;
  return [
    `${nom}${usage} ${prenom}`.trim(),
    naissance(dateNaissance),
    ine === null ? 'sans INE' : `INE ${ine}`,
    ...(division === null ? [] : [division]),
  ];
}

const CAUSES = {
  'plusieurs-candidats': 'plusieurs candidats lui ressemblent',
  'plusieurs-eleves': 'ce candidat ressemble à plusieurs élèves',
  'a-confirmer': 'ce candidat lui ressemble, sans certitude',
} as const;

function ecrireCas(
  eleve: EleveApparie,
  { uai, session }: AppariementDemande,
  decide: EtatDeLAppariement['decide'],
): void {
  const { issue, eleveId } = eleve;
  const commande = (qui: string, quoi: string, ou = uai): string =>
    `npx lsl apparier ${qui} ${quoi} -e ${ou} -s ${session}${decide === 'academie' ? ' --en-tant-que dec' : ''} --motif "…"`;
  /** What settles the case, or who may: nobody is told a command that would be refused. */
  const proposer = (
    candidats: readonly Pick<CandidatMontre, 'uai'>[],
    ...commandes: readonly (readonly [commande: string, effet?: string])[]
  ): void => {
    const sien = decide === 'academie' || candidats.some((candidat) => candidat.uai === uai);
    if (decide === 'personne') ecrire(pc.dim('    Le chef d’établissement, l’adjoint ou la DEC en décide.'));
    else if (!sien) ecrire(pc.dim('    Candidat d’un autre établissement : voyez la DEC, qui en décide.'));
    else
      for (const [une, effet] of commandes) ecrire(pc.dim(`    ${une}`) + (effet === undefined ? '' : `  (${effet})`));
  };
  const montrer = (candidat: CandidatMontre, raisons: readonly string[]): void => {
    const ailleurs = candidat.uai === uai ? [] : [`établissement ${candidat.uai}`];
    ecrirePlie([...nommerCandidat(candidat), ...ailleurs], '    ');
    ecrirePlie(raisons, '      ', ' · ');
  };
  ecrire('');
  ecrirePlie(nommer(eleve), '  ');
  if (issue.etat === 'ambigu') {
    ecrire(`  ${CAUSES[issue.cause]} :`);
    for (const candidat of issue.candidats) montrer(candidat, direRaisons(candidat.raisons));
    const [seul, ...autres] = issue.candidats;
    const quoi = autres.length === 0 ? (seul?.noCandidat ?? '') : '<candidat>';
    proposer(issue.candidats, [commande(eleveId, quoi)]);
  }
  if (issue.etat === 'conflit') {
    ecrire('  son INE est déjà, au référentiel national, celui d’un autre élève :');
    montrer(issue.candidat, []);
    proposer([issue.candidat], [commande(eleveId, issue.candidat.noCandidat)]);
  }
  if (issue.etat === 'a-verifier') {
    ecrire('  ce que disent SIECLE et la DEC ne fait plus cette paire :');
    montrer(issue.candidat, direRaisons(issue.raisons));
    proposer(
      [issue.candidat],
      [commande(eleveId, issue.noCandidat), 'confirmer'],
      [commande(eleveId, '--defaire'), 'défaire'],
    );
  }
  if (issue.etat === 'repris') {
    ecrire(`  l’${issue.academie} a repris sa place : ses livrets d’ici n’y comptent plus.`);
    montrer(issue.candidat, []);
    proposer(
      [issue.candidat],
      [commande(eleveId, `${issue.noCandidat} --reprendre`), 'il passe l’examen ici'],
      [commande(eleveId, '--defaire'), 'il le passe là-bas'],
    );
  }
  if (issue.etat === 'deja-apparie') {
    ecrire('  le candidat qui lui ressemble est déjà celui d’un autre élève :');
    for (const candidat of issue.candidats) {
      montrer(candidat, [...direRaisons(candidat.raisons), direAQui(candidat, uai)]);
      const autre = candidat.eleve;
      if (autre === null) proposer([]);
      else {
        proposer(
          [candidat],
          [commande(autre.eleveId, '--defaire', autre.uai), 'si cette paire est fausse'],
          [commande(eleveId, candidat.noCandidat), 'ensuite'],
        );
      }
    }
  }
}

function direAQui({ eleve }: CandidatDUnAutreMontre, uai: string): string {
  if (eleve === null) return 'apparié à un élève d’un autre établissement';
  const ou = eleve.uai === uai ? '' : ` de l’établissement ${eleve.uai}`;
  return `apparié à ${eleve.nom ?? 'l’élève'} (ELEVE_ID ${eleve.eleveId})${ou}`;
}

function direRaisons(raisons: CandidatRessemblant['raisons']): string[] {
  return raisons.map((une) => LIBELLES_DE_RAISON[une]);
}

function resumer({ eleves, candidatsSansEleve, individuels }: EtatDeLAppariement): string {
  const parEtat = Map.groupBy(eleves, ({ issue }) => issue.etat);
  const nombre = (...etats: readonly Issue['etat'][]): number =>
    etats.reduce((total, etat) => total + (parEtat.get(etat)?.length ?? 0), 0);
  const dits: readonly (readonly [number, string, string?])[] = [
    [nombre(...A_DECIDER), 'à décider', 'à décider'],
    [nombre('sans-candidat'), 'élève sans candidat', 'élèves sans candidat'],
    [nombre('ailleurs'), 'tenu par une autre académie', 'tenus par une autre académie'],
    [nombre('en-cours'), 'en cours', 'en cours'],
    [nombre('non-envoye'), 'élève non envoyé', 'élèves non envoyés'],
    [nombre('parti'), 'parti'],
    [candidatsSansEleve.length, 'candidat sans élève', 'candidats sans élève'],
    [individuels, 'candidat individuel', 'candidats individuels'],
  ];
  return plier(
    [
      compte(nombre('apparie'), 'élève apparié', 'élèves appariés'),
      ...dits.flatMap(([combien, un, plusieurs]) => (combien === 0 ? [] : [compte(combien, un, plusieurs)])),
    ],
    ' · ',
    '',
  ).join('\n');
}

const CERTITUDES = { certaine: 'certaine', forte: 'forte' } as const;

/** R69's columns, then what became of each; candidates without pupil at the end, under their own number. */
function rangees({ eleves, candidatsSansEleve }: EtatDeLAppariement): string[][] {
  return [
    [
      'Nom',
      'Prénom',
      'Nom d’usage',
      'Date de naissance',
      'INE',
      'Série',
      'Structure',
      'Date d’envoi des identifiants',
      'Format livret',
      'ELEVE_ID',
      'Issue',
      'No candidat',
      'No Élève',
      'Moyen',
      'Certitude',
      'Candidats possibles',
    ],
    ...eleves.map((eleve) => {
      const { issue } = eleve;
      const paire = 'par' in issue ? issue : null;
      return [
        eleve.nom,
        eleve.prenom,
        eleve.nomUsage ?? '',
        naissance(eleve.dateNaissance),
        eleve.ine ?? '',
        eleve.serie ?? '',
        eleve.division ?? '',
        eleve.identifiantsEnvoyesLe === null ? '' : dateFrancaiseDe(eleve.identifiantsEnvoyesLe),
        LIBELLES_DE_FORMAT[eleve.format],
        eleve.eleveId,
        'academie' in issue ? `${LIBELLES_D_ISSUE[issue.etat]} (${issue.academie})` : LIBELLES_D_ISSUE[issue.etat],
        eleve.noCandidat ?? '',
        eleve.noEleve ?? '',
        paire === null ? '' : MOYENS[paire.par],
        paire?.certitude ? CERTITUDES[paire.certitude] : '',
        possibles(issue),
      ];
    }),
    ...candidatsSansEleve.map((candidat) => [
      candidat.nom,
      candidat.prenom,
      candidat.nomUsage ?? '',
      naissance(candidat.dateNaissance),
      candidat.ine ?? '',
      candidat.serie,
      candidat.division ?? '',
      '',
      '',
      '',
      'candidat sans élève',
      candidat.noCandidat,
      '',
      '',
      '',
      '',
    ]),
  ];
}

function possibles(issue: EleveApparie['issue']): string {
  if (issue.etat === 'conflit') return issue.candidat.noCandidat;
  if (issue.etat !== 'ambigu' && issue.etat !== 'deja-apparie') return '';
  return issue.candidats
    .map((candidat) => `${candidat.noCandidat} (${direRaisons(candidat.raisons).join(', ')})`)
    .join(' ; ');
}

const nombre = (n: number): string => (n === 0 ? VIDE : String(n));

const COLONNES_DES_ETABLISSEMENTS: readonly Colonne<AppariementDUnEtablissement>[] = [
  { titre: 'Établissement', valeur: ({ uai }) => uai },
  { titre: 'Élèves', valeur: ({ eleves }) => String(eleves), alignement: 'droite' },
  { titre: 'Envoyés', valeur: ({ envoyes }) => nombre(envoyes), alignement: 'droite' },
  { titre: 'Appariés', valeur: ({ parIssue }) => nombre(parIssue.apparie), alignement: 'droite' },
  { titre: 'À décider', valeur: (un) => nombre(aDecider(un)), alignement: 'droite' },
  { titre: 'Sans candidat', valeur: ({ parIssue }) => nombre(parIssue['sans-candidat']), alignement: 'droite' },
  { titre: 'Candidats', valeur: ({ candidats }) => nombre(candidats), alignement: 'droite' },
  { titre: 'Sans élève', valeur: ({ candidatsSansEleve }) => nombre(candidatsSansEleve), alignement: 'droite' },
  { titre: 'Attend depuis', valeur: ({ plusAncien }) => jour(plusAncien?.depuis ?? null) },
];

function aDecider({ parIssue }: Pick<ComptesDAppariement, 'parIssue'>): number {
  return [...A_DECIDER].reduce((total, etat) => total + parIssue[etat], 0);
}

/** How far the appariement of the académie is, as the DEC sees it: counts, and no pupil. */
export async function appariements(
  cible: Cible,
  demande: { readonly session: number; readonly csv: string | undefined; readonly json: boolean },
): Promise<Sortie> {
  const { session, csv } = demande;
  const lus = await cible.appeler<AppariementsConsultes>('appariement/consulter-appariements', { session });
  const { etablissements, total } = lus;
  if (csv !== undefined) await writeFile(csv, tableauCsv(rangeesParEtablissement(etablissements)));
  if (demande.json) ecrire(JSON.stringify(lus, null, 2));
  else {
    if (csv === undefined) ecrire(tableau(COLONNES_DES_ETABLISSEMENTS, etablissements));
    else ecrire(`${compte(etablissements.length, 'établissement écrit', 'établissements écrits')} dans ${csv}`);
    const muets = etablissements.filter(({ envoyes }) => envoyes === 0).map(({ uai }) => uai);
    if (muets.length > 0) {
      ecrire(pc.bold(`\nN’ont encore rien envoyé (${muets.length})`));
      for (const ligne of plier(muets, ', ', '  ')) ecrire(ligne);
    }
    ecrire(`\n${resumerLAcademie(lus)}`);
  }
  return total.enSuspens === 0 && total.envoyes === total.eleves ? SORTIE.reussite : SORTIE.partielle;
}

function resumerLAcademie({ etablissements, total }: AppariementsConsultes): string {
  const { parIssue, envoyes, eleves, candidats, candidatsSansEleve, individuels, plusAncien } = total;
  return plier(
    [
      compte(etablissements.length, 'établissement'),
      `${compte(envoyes, 'élève envoyé', 'élèves envoyés')} sur ${eleves}`,
      compte(parIssue.apparie, 'apparié'),
      `${aDecider(total)} à décider`,
      `${parIssue['sans-candidat']} sans candidat`,
      `${parIssue.ailleurs} tenus par une autre académie`,
      compte(candidats, 'candidat'),
      `${candidatsSansEleve} sans élève`,
      compte(individuels, 'individuel'),
      ...(plusAncien === null
        ? []
        : [
            `le plus ancien ${plusAncien.quoi === 'eleve' ? 'élève' : 'candidat'} attend depuis le ${jour(plusAncien.depuis)}`,
          ]),
    ],
    ' · ',
    '',
  ).join('\n');
}

function rangeesParEtablissement(etablissements: readonly AppariementDUnEtablissement[]): string[][] {
  const etats = Object.keys(LIBELLES_D_ISSUE) as Issue['etat'][];
  return [
    [
      'Établissement',
      'Élèves',
      'Identifiants envoyés',
      ...etats.map((etat) => `Élèves : ${LIBELLES_D_ISSUE[etat]}`),
      'Candidats',
      'Candidats sans élève',
      'Candidats individuels',
      'En suspens',
      'Le plus ancien depuis',
      'Calculé le',
    ],
    ...etablissements.map((un) => [
      un.uai,
      String(un.eleves),
      String(un.envoyes),
      ...etats.map((etat) => String(un.parIssue[etat])),
      String(un.candidats),
      String(un.candidatsSansEleve),
      String(un.individuels),
      String(un.enSuspens),
      un.plusAncien === null ? '' : dateFrancaiseDe(un.plusAncien.depuis),
      dateFrancaiseDe(un.faitLe),
    ]),
  ];
}

/** A person pairs a pupil with a candidate, or undoes the pair that there is, and says why. */
export async function decider(
  cible: Cible,
  {
    json,
    ...demande
  }: {
    readonly uai: string;
    readonly session: number;
    readonly eleveId: string;
    /** Null to undo. */
    readonly noCandidat: string | null;
    readonly motif: string;
    /** Another académie holds the place: take it from it. */
    readonly reprendre?: true;
    readonly json: boolean;
  },
): Promise<Sortie> {
  const { noCandidat, noEleve, acteId } = await cible.appeler<AppariementDecide>(
    'appariement/decider-appariement',
    demande,
  );
  if (json) ecrire(JSON.stringify({ noCandidat, noEleve, acteId }, null, 2));
  else if (acteId === null) ecrire('C’était déjà le cas : rien n’a changé.');
  else if (noCandidat === null) {
    ecrire(`Appariement défait : acte ${acteId}. Aucun passage automatique ne refera cette paire.`);
    ecrire('Si le livret était parti, il est retiré du référentiel national.');
  } else {
    ecrire(`Élève apparié au candidat ${noCandidat}, No Élève ${noEleve} : acte ${acteId}.`);
    ecrire('Aucun passage automatique ne défera cette paire.');
  }
  return SORTIE.reussite;
}
