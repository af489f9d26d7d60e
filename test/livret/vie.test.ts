import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonCanonique } from '../../shared/kernel/empreinte.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { changerFormat } from '../../shared/livret/changer-format.ts';
import { composer } from '../../shared/livret/composer.ts';
import { deverrouillerLivret } from '../../shared/livret/deverrouiller-livret.ts';
import { faitsDe, suiviDe } from '../../shared/livret/livret.ts';
import { etatSelonContenu, OUVERTURES, passer, peutPasser } from '../../shared/livret/machine.ts';
import { modifierLivret } from '../../shared/livret/modifier-livret.ts';
import { enregistrerOpposition } from '../../shared/livret/opposition.ts';
import { ouvrirLivret } from '../../shared/livret/ouvrir-livret.ts';
import { saisir } from '../../shared/livret/saisir.ts';
import { validerDivision } from '../../shared/livret/valider-division.ts';
import { CHEF, ClasseEnMemoire, livretDe } from './classe.ts';
import { matiere, UAI } from './dossiers.ts';

const ID = livretDe(1);
const MATHS = matiere('061300');

/** The acts of people and machines on one livret, as the use cases offer them. */
const GESTES = {
  noter: (classe: ClasseEnMemoire, n: number) => enregistrer(classe, { periodes: { '1': String(n % 21) } }),
  apprecier: (classe: ClasseEnMemoire, n: number) => enregistrer(classe, { appreciation: `Travail ${n}.` }),
  effacer: (classe: ClasseEnMemoire) => enregistrer(classe, { appreciation: null }),
  valider: (classe: ClasseEnMemoire) =>
    validerDivision(classe.parts, CHEF, { uai: UAI, session: 2016, division: 'TS1', confirme: true }),
  deverrouiller: (classe: ClasseEnMemoire) =>
    deverrouillerLivret(classe.parts, CHEF, { livretId: ID, motif: 'Une moyenne est fausse.' }),
  opposer: (classe: ClasseEnMemoire) => opposition(classe, 'opposer'),
  lever: (classe: ClasseEnMemoire) => opposition(classe, 'lever'),
  papier: (classe: ClasseEnMemoire) =>
    changerFormat(classe.parts, CHEF, { livretId: ID, format: 'papier', motif: 'profil-atypique' }),
  numerique: (classe: ClasseEnMemoire) => changerFormat(classe.parts, CHEF, { livretId: ID, format: 'numerique' }),
  envoyer: (classe: ClasseEnMemoire) =>
    modifierLivret(classe.parts, ID, async ({ livret }) => ({
      apres: { ...livret, tete: { ...livret.tete, etat: passer(livret.tete.etat, 'envoyer', faitsDe(livret.tete)) } },
      fait: { type: 'version-figee', par: 'file/transfert', references: {} },
      operations: [],
      resultat: null,
    })),
} as const;
type Geste = keyof typeof GESTES;

/** Saves over the entry that stands, as somebody who has just read it does. */
async function enregistrer(
  classe: ClasseEnMemoire,
  dit: { readonly periodes?: Readonly<Record<string, string>>; readonly appreciation?: string | null },
) {
  const { saisies } = (await ouvrirLivret(classe.parts, ID)).livret;
  const actuelle = saisies.find(({ contenu }) => contenu.valeur.sorte === 'evaluation');
  const valeur = actuelle?.contenu.valeur.sorte === 'evaluation' ? actuelle.contenu.valeur : null;
  const { regroupement, discipline, codeMatiere, modalite } = MATHS;
  return saisir({ ...classe.parts, mentions: [] }, CHEF, {
    livretId: ID,
    annee: 2015,
    vue: actuelle?.contenu.n ?? null,
    valeur: {
      sorte: 'evaluation',
      ligne: { regroupement, discipline, codeMatiere, modalite },
      codeMatiere,
      periodes: valeur?.periodes ?? {},
      competences: {},
      ...(valeur?.appreciation === undefined ? {} : { appreciation: valeur.appreciation }),
      ...dit,
    },
  } as Parameters<typeof saisir>[2]);
}

const opposition = (classe: ClasseEnMemoire, acte: 'opposer' | 'lever') =>
  enregistrerOpposition(classe.parts, CHEF, { livretId: ID, acte, demandePar: 'eleve', demandeLe: '2016-06-01' });

test('along any sequence of acts, what counts does not change, and evidence tells all of it', async () => {
  const geste = fc.constantFrom(...(Object.keys(GESTES) as Geste[]));
  const vus = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(geste, { minLength: 1, maxLength: 30, size: 'max' }), async (suite) => {
      const classe = new ClasseEnMemoire();
      await classe.nomenclatures();
      await classe.inscrire(1, {
        tete: { appariement: { session: 2016, noCandidat: 'c1', noEleve: '0000000001', par: 'ine' } },
      });
      await classe.ouvrir();
      await enregistrer(classe, { periodes: { '1': '12' } });
      for (const [rang, nom] of suite.entries()) {
        const avant = (await ouvrirLivret(classe.parts, ID)).livret;
        const faits = (await classe.preuve(ID)).length;
        const refuse = await GESTES[nom](classe, rang).then(
          () => false,
          (erreur: unknown) => {
            // Refused with a code and a remedy, never by a breakdown.
            if (!(erreur instanceof ErreurCodee)) throw erreur;
            return true;
          },
        );
        const { livret: apres, mefs, ligne } = await ouvrirLivret(classe.parts, ID);
        const [a, b] = [avant.tete, apres.tete];
        vus.add(`${a.etat} ${nom} ${b.etat}`);
        const contenu = (livret: typeof apres) => jsonCanonique(composer(livret, 2015, mefs.get(2015) ?? null));
        // One event for a change, none without.
        const change =
          jsonCanonique({ ...avant, tete: { ...a, verrou: 0 } }) !==
          jsonCanonique({ ...apres, tete: { ...b, verrou: 0 } });
        expect((await classe.preuve(ID)).length - faits).toBe(change ? 1 : 0);
        if (refuse) expect(change).toBe(false);
        // What is locked holds what it held.
        if (!OUVERTURES[a.etat].contenu && !OUVERTURES[b.etat].contenu) expect(contenu(apres)).toBe(contenu(avant));
        // The row shows what the head says; an open state is what the content says.
        expect(ligne?.suivi).toEqual(suiviDe(b));
        expect(b.etat).toBe(etatSelonContenu(b.etat, b.completude));
        // Nothing is validated nor sent in spite of an opposition or of its format.
        if (a.etat !== b.etat && ['valide', 'envoye'].includes(b.etat)) {
          expect([b.opposition, b.completude.complet]).toEqual([null, true]);
          expect(peutPasser(a.etat, b.etat === 'valide' ? 'valider' : 'envoyer', faitsDe(a))).toBe(true);
        }
        // Opened again, it says by which act, until it is validated again.
        if (!OUVERTURES[a.etat].contenu && OUVERTURES[b.etat].contenu) expect(nom).toBe('deverrouiller');
        if (b.correction !== null) expect(OUVERTURES[b.etat].contenu).toBe(true);
      }
    }),
    { numRuns: 150, seed: 5 },
  );
  // The walks went where they had to.
  expect([...vus]).toEqual(
    expect.arrayContaining([
      'complet valider valide',
      'valide noter valide',
      'valide envoyer envoye',
      'envoye deverrouiller complet',
      'complet effacer alimente',
      'alimente valider alimente',
      'envoye opposer envoye',
      'envoye papier envoye',
    ]),
  );
});
