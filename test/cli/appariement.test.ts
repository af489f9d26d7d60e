import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { consulterAppariements } from '../../shared/appariement/consulter-appariements.ts';
import { deciderAppariement, demandeDeciderAppariement } from '../../shared/appariement/decider-appariement.ts';
import type { Cible } from '../../shared/cli/cible.ts';
import { appariement, appariements, decider } from '../../shared/cli/commandes/appariement.ts';
import { Academie, identite, ine, SESSION } from '../appariement/etablissements.ts';
import { acteur } from '../habilitations/acteurs.ts';
import { UAI } from '../livret/dossiers.ts';
import { ecouterLaSortie } from './sortie.ts';

// The command on real use cases: what a person reads is what the académie holds.

const AUTRE = '0750655E';
const sortie = ecouterLaSortie();
const dossier = await mkdtemp(join(tmpdir(), 'lsl-appariement-'));
afterAll(() => rm(dossier, { recursive: true }));

let academie: Academie;
let role: 'chef' | 'dec' | 'delegue';
const FONCTIONS: Readonly<Record<string, (demande: never) => Promise<unknown>>> = {
  'appariement/consulter-appariement': ({ uai }: { uai: string }) => academie.consulter(uai, role),
  'appariement/consulter-appariements': () => consulterAppariements(academie.bilans, { session: SESSION }),
  'appariement/decider-appariement': (demande) =>
    deciderAppariement(academie.parts, acteur(role), demandeDeciderAppariement.parse(demande)),
  'appariement/envoyer-identifiants': async (demande: { uai: string }) => {
    const envoi = await academie.envoyer(demande);
    await academie.apparier({ uai: demande.uai, demande: envoi.demande });
    return envoi;
  },
};
const cible: Cible = {
  appeler: async <T>(fonction: string, demande: object) => (await FONCTIONS[fonction]?.(demande as never)) as T,
};
const DEMANDE = { uai: UAI, session: SESSION, envoyer: false, divisions: [], eleves: [], csv: undefined, json: false };

/** One paired, one for whom a person decides, one without candidate, one who left; a candidate without pupil. */
beforeEach(async () => {
  role = 'chef';
  academie = new Academie();
  await academie.inscrire(1);
  await academie.inscrire(2, { nomUsage: '=SOMME(A1)' });
  await academie.inscrire(3);
  await academie.inscrire(4, { dateSortie: '2016-01-15' });
  await academie.presenter(1);
  await academie.presenter(2, { ine: '987654321ZZ' });
  await academie.presenter(6);
});

test('the table of an establishment, then the cases of a person with the command that settles each', async () => {
  expect(await appariement(cible, { ...DEMANDE, envoyer: true })).toBe(1);
  const { texte } = sortie;
  expect(texte).toMatch(/^Identifiants envoyés : 3 élèves · 1 élève parti, non envoyés\n/);
  const [entete = '', , ...lignes] = texte.split('\n\n')[1]?.split('\n') ?? [];
  expect(entete.split(/ {2,}/)).toEqual([
    'Nom',
    'Prénom',
    'Nom d’usage',
    'INE',
    'Série',
    'Structure',
    'Envoyé',
    'Format',
    'Candidat',
  ]);
  expect(lignes.map((ligne) => ligne.split(/ {2,}/).at(-1))).toEqual([
    'c1 (INE)',
    'à décider',
    'sans candidat',
    'parti',
  ]);
  expect(Math.max(...[entete, ...lignes].map((ligne) => ligne.length))).toBeLessThanOrEqual(120);
  expect(texte).toContain('À décider par une personne (1)');
  expect(texte).toContain('INE différents · même date de naissance · même nom · mêmes prénoms');
  expect(texte).toContain(`npx lsl apparier 2 c2 -e ${UAI} -s 2016 --motif "…"`);
  expect(texte).toMatch(/Candidats sans élève \(1\)\n {2}c6 {2}FONTAINE Firmin, 16\/07\/1998/);
  expect(texte.trimEnd().split('\n').at(-1)).toBe(
    '1 élève apparié · 1 à décider · 1 élève sans candidat · 1 parti · 1 candidat sans élève',
  );
});

test('the command that it shows settles the case, and the other one takes it back', async () => {
  await academie.envoyerEtApparier();
  const motif = 'Vu avec la famille et la DEC.';
  const acte = { uai: UAI, session: SESSION, eleveId: '2', motif, json: false };
  expect(await decider(cible, { ...acte, noCandidat: 'c2' })).toBe(0);
  expect(sortie.texte).toMatch(/^Élève apparié au candidat c2, No Élève 0000000002 : acte [0-9A-Z]{26}\.\n/);
  await decider(cible, { ...acte, noCandidat: 'c2' });
  expect(sortie.texte).toContain('C’était déjà le cas');
  await decider(cible, { ...acte, noCandidat: null });
  expect(sortie.texte).toMatch(/Appariement défait : acte/);
  expect(await academie.issues()).toMatchObject({ 2: 'sans-candidat' });
});

test('a CSV holds the whole table for a spreadsheet, and no formula', async () => {
  await academie.envoyerEtApparier();
  const csv = join(dossier, 'etablissement.csv');
  await appariement(cible, { ...DEMANDE, csv });
  const texte = await readFile(csv, 'utf8');
  expect(texte.startsWith('\uFEFF"Nom";"Prénom";"Nom d’usage";')).toBe(true);
  const lignes = texte.trimEnd().split('\r\n');
  expect(lignes).toHaveLength(6);
  expect(lignes[1]).toContain(`"apparié";"c1";"0000000001";"INE";"certaine"`);
  expect(lignes[2]).toContain(`"'=SOMME(A1)"`);
  expect(lignes[5]).toContain('"candidat sans élève";"c6"');
  expect(sortie.texte).toContain(`4 élèves écrits dans ${csv}`);
});

test('the DEC sees every establishment, those that sent nothing, and who waits longest', async () => {
  await academie.envoyerEtApparier();
  await academie.presenter(7, { uai: AUTRE as never });
  await academie.apparier({ uai: AUTRE });
  const csv = join(dossier, 'academie.csv');
  expect(await appariements(cible, { session: SESSION, csv: undefined, json: false })).toBe(1);
  expect(sortie.texte).toContain(`N’ont encore rien envoyé (1)\n  ${AUTRE}\n`);
  expect(sortie.texte).toMatch(/le plus ancien élève attend depuis le 10\/06\/2016\n$/);
  await appariements(cible, { session: SESSION, csv, json: false });
  const lignes = (await readFile(csv, 'utf8')).trimEnd().split('\r\n');
  expect(lignes).toHaveLength(3);
  expect(lignes.join()).not.toMatch(new RegExp([identite(1).nomDeFamille, ine(1)].join('|')));
});

test('all that is settled ends well', async () => {
  await academie.presenter(3);
  await academie.envoyerEtApparier();
  await academie.decider(2, 'c2');
  expect(await appariement(cible, DEMANDE)).toBe(0);
});

test('a pupil whom another académie took over is a case, with the two commands that end it', async () => {
  await academie.envoyerEtApparier();
  const { ine: sien, dateNaissance } = identite(1);
  const chezEux = { livretId: '01J0000000000000000000000Z', ine: sien, dateNaissance, noCandidat: 'x1' };
  await academie.national.demander('lyon').demander(SESSION, [chezEux]);
  await academie.apparier();
  expect(await appariement(cible, DEMANDE)).toBe(1);
  expect(sortie.texte).toContain('c1 repris');
  expect(sortie.texte).toContain('l’académie de Lyon a repris sa place');
  expect(sortie.texte).toContain(
    'Ce que dit le référentiel national est du passage du 10/06/2016 : « --envoyer » le lui redemande.',
  );
  expect(sortie.texte).toContain(
    `npx lsl apparier 1 c1 --reprendre -e ${UAI} -s 2016 --motif "…"  (il passe l’examen ici)`,
  );
  expect(sortie.texte).toContain(`npx lsl apparier 1 --defaire -e ${UAI} -s 2016 --motif "…"  (il le passe là-bas)`);
  const acte = { uai: UAI, session: SESSION, eleveId: '1', motif: 'Vu avec la famille et Lyon.', json: false };
  await decider(cible, { ...acte, noCandidat: 'c1', reprendre: true });
  expect(sortie.texte).toContain('Élève apparié au candidat c1');
});

test('a pupil whose place another académie holds is no settled case', async () => {
  academie = new Academie();
  await academie.inscrire(1);
  const { ine: sien, dateNaissance } = identite(1);
  const chezEux = { livretId: '01J0000000000000000000000Z', ine: sien, dateNaissance, noCandidat: 'x1' };
  await academie.national.demander('lyon').demander(SESSION, [chezEux]);
  await academie.envoyerEtApparier();
  expect(await appariement(cible, DEMANDE)).toBe(1);
  expect(sortie.texte).toContain('Place tenue par une autre académie (1)');
  expect(sortie.texte).toContain('Vérifiez avec elle où il passe l’examen.');
  expect(await appariements(cible, { session: SESSION, csv: undefined, json: false })).toBe(1);
});

test('a pupil whose candidate is another’s: whose, and how to give it to who it is of', async () => {
  await academie.inscrire(5, { ...identite(1), ine: '777777777ZZ' });
  await academie.envoyerEtApparier();
  await appariement(cible, DEMANDE);
  expect(sortie.texte).toContain('déjà celui d’un autre élève');
  expect(sortie.texte).toContain('apparié à ABADIE Amine, TS1 (ELEVE_ID 1)');
  expect(sortie.texte).toContain(`npx lsl apparier 1 --defaire -e ${UAI}`);
  expect(sortie.texte).toContain(`npx lsl apparier 5 c1 -e ${UAI}`);
});

test('no command is shown that the rights refuse', async () => {
  await academie.inscrire(7, { ...identite(7), ine: ine(7), nomDeFamille: 'AUTREMENT' });
  await academie.presenter(7, { uai: AUTRE as never });
  await academie.envoyerEtApparier();
  const commandes = async (de: typeof role): Promise<string[]> => {
    role = de;
    const avant = sortie.texte.length;
    await appariement(cible, DEMANDE);
    return [
      ...sortie.texte
        .slice(avant)
        .matchAll(/npx lsl apparier \S+ \S+|voyez la DEC, qui en décide|l’adjoint ou la DEC en décide/g),
    ].map(([trouve]) => trouve);
  };
  expect(await commandes('chef')).toEqual(['voyez la DEC, qui en décide', 'npx lsl apparier 2 c2']);
  expect(await commandes('dec')).toEqual(['npx lsl apparier 7 c7', 'npx lsl apparier 2 c2']);
  expect(sortie.texte).toContain('--en-tant-que dec');
  expect(await commandes('delegue')).toEqual(Array(2).fill('l’adjoint ou la DEC en décide'));
});
