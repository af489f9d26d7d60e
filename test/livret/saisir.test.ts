import { beforeEach, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../shared/habilitations/index.ts';
import { ErreurCodee } from '../../shared/kernel/erreur.ts';
import { lireLivret } from '../../shared/livret/lire-livret.ts';
import type { Tete } from '../../shared/livret/livret.ts';
import { modifierLivret } from '../../shared/livret/modifier-livret.ts';
import { demandeSaisir, saisir } from '../../shared/livret/saisir.ts';
import { empreinteDeSaisie } from '../../shared/livret/sel.ts';
import { AUTRE_UAI, acteur } from '../habilitations/acteurs.ts';
import { ClasseEnMemoire } from './classe.ts';
import {
  CHEF,
  CPE,
  DEC,
  EPS,
  eleveDe,
  LV1,
  ligneDe,
  livretDe,
  MATHS,
  MEF_TS,
  mathematiques,
  PP,
  PROF_D_ANGLAIS,
  PROF_DE_MATHS,
  PROFESSEURS,
  SPECIALITE,
} from './division.ts';
import { base, evaluation, UAI, validee } from './dossiers.ts';

let classe: ClasseEnMemoire;

beforeEach(async () => {
  classe = new ClasseEnMemoire();
  await classe.peupler();
});

type Demande = Parameters<typeof saisir>[2];

async function enregistrer(qui: Parameters<typeof saisir>[1], valeur: unknown, autre: Partial<Demande> = {}) {
  const demande = demandeSaisir.parse({ livretId: livretDe(0), annee: 2015, vue: null, valeur, ...autre });
  return saisir(classe.parts, qui, demande);
}

/** The code of the refusal; each says what to do. */
async function refus(qui: Parameters<typeof saisir>[1], valeur: unknown, autre: Partial<Demande> = {}) {
  const avant = JSON.stringify(await classe.livret());
  const erreur = await enregistrer(qui, valeur, autre).catch((une: unknown) => une);
  expect(erreur).toBeInstanceOf(ErreurCodee);
  expect((erreur as ErreurCodee).remede).not.toBe('');
  expect(JSON.stringify(await classe.livret())).toBe(avant);
  return (erreur as ErreurCodee).code;
}

const ANGLAIS = { sorte: 'evaluation', ligne: ligneDe(LV1), codeMatiere: '030201' } as const;

describe('an entry by hand', () => {
  test('is written in one transaction with its event, over the import', async () => {
    classe = new ClasseEnMemoire();
    const importee = evaluation('061300', { notes: ['12', '13'], appreciation: 'Importée.' });
    await classe.peupler(1, () => ({ bases: [base(2015, { depotId: 'd1', scolarite: { evaluations: [importee] } })] }));
    await classe.renseigner();
    const issue = await enregistrer(
      PROF_DE_MATHS,
      mathematiques({ periodes: { '2': '14,50', '3': null }, appreciation: 'Saisie.' }),
    );
    expect(issue).toMatchObject({ etat: 'enregistree', n: 2, signalements: [] });
    expect(classe.appels().filter((appel) => appel.startsWith('Transact'))).toHaveLength(1);

    const lu = await lireLivret(classe.parts, CHEF, { livretId: livretDe(0) });
    const [maths] = lu.page?.annees[0]?.groupes[0]?.disciplines ?? [];
    expect(maths).toMatchObject({ periodes: ['12', '14.5', null], annuelle: '13.25', appreciation: 'Saisie.' });

    const { saisies, tete } = await classe.livret();
    const [saisie] = saisies;
    expect(saisie?.contenu).toMatchObject({
      par: `enseignant/${UAI}/epp/1234`,
      role: 'enseignant',
      le: '2016-06-09T08:00:00Z',
      valeur: { enseignants: [{ nom: 'NOETHER', prenom: 'Emmy' }] },
    });
    expect(tete.etat).toBe('alimente');
    expect(classe.evenements()).toMatchObject([
      {
        type: 'saisie',
        par: `enseignant/${UAI}/epp/1234`,
        role: 'enseignant',
        references: { cle: saisie?.cle, n: 2, apres: saisie === undefined ? '' : empreinteDeSaisie(saisie.contenu) },
      },
    ]);
    expect(JSON.stringify(classe.evenements())).not.toContain('Saisie.');
    expect(classe.ruptures(1)).toEqual([]);
  });

  test('that says no name keeps that of who signed what it covers, imported or entered', async () => {
    classe = new ClasseEnMemoire();
    const importe = { texte: 'Importé.', nom: 'LOVELACE', prenom: 'Ada', date: null };
    const scolarite = { avisEngagement: importe, avisInvestissement: importe, avisChefEtab: importe };
    await classe.peupler(1, () => ({ bases: [base(2015, { depotId: 'd1', scolarite })] }));
    const signee = async () => {
      const [saisie] = (await classe.livret()).saisies;
      return saisie?.contenu;
    };
    await enregistrer(CPE, { sorte: 'observation', avis: { texte: 'Un.' } });
    expect((await signee())?.valeur).toMatchObject({ avis: { texte: 'Un.', nom: 'LOVELACE', prenom: 'Ada' } });
    const nommee = { texte: 'Deux.', nom: 'CURIE', prenom: 'Marie' };
    await enregistrer(CPE, { sorte: 'observation', avis: nommee }, { vue: (await signee())?.n ?? null });
    await enregistrer(CPE, { sorte: 'observation', avis: { texte: 'Trois.' } }, { vue: (await signee())?.n ?? null });
    expect((await signee())?.valeur).toMatchObject({ avis: { texte: 'Trois.', nom: 'CURIE', prenom: 'Marie' } });
    const n = (await signee())?.n;
    // The same save again still changes nothing.
    expect(await enregistrer(CPE, { sorte: 'observation', avis: { texte: 'Trois.' } })).toMatchObject({ n });
    for (const sorte of ['investissement', 'avis-chef'])
      await enregistrer(CHEF, { sorte, avis: { texte: 'Du chef.' } });
    const valeurs = (await classe.livret()).saisies.map(({ contenu: { valeur } }) => valeur);
    expect(valeurs).toContainEqual(
      expect.objectContaining({ sorte: 'avis-chef', avis: expect.objectContaining({ nom: 'LOVELACE' }) }),
    );
    expect(valeurs).toContainEqual(
      expect.objectContaining({ sorte: 'investissement', avis: expect.objectContaining({ nom: 'LOVELACE' }) }),
    );
  });

  test('reads twice and writes once when no text asks for names', async () => {
    await enregistrer(CPE, { sorte: 'engagements', engagements: ['C'], autre: null });
    expect(classe.appels()).toEqual(['QueryCommand', 'BatchGetCommand', 'TransactWriteCommand']);
  });

  test('keeps what it replaces, and its event names both by salted hashes', async () => {
    await enregistrer(PROF_DE_MATHS, mathematiques({ appreciation: 'Un.' }));
    const [premiere] = (await classe.livret()).saisies;
    const issue = await enregistrer(CHEF, mathematiques({ appreciation: 'Deux.' }), {
      vue: premiere?.contenu.n ?? null,
    });
    expect(issue).toMatchObject({ etat: 'enregistree', n: 3 });
    const anciennes = classe.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('ANCIENNE#SAISIE#'));
    expect(anciennes).toMatchObject([{ cle: premiere?.cle, valeur: { appreciation: 'Un.' }, n: 2 }]);
    const [, evenement] = classe.evenements();
    expect(evenement?.references).toMatchObject({
      avant: premiere === undefined ? '' : empreinteDeSaisie(premiere.contenu),
    });
    // The same words by the same person, elsewhere, have another hash.
    expect(evenement?.references.apres).not.toBe(evenement?.references.avant);
  });

  test('saved again as it stands changes nothing, whatever was seen', async () => {
    await classe.renseigner();
    const valeur = mathematiques({ periodes: { '1': '12.0' }, appreciation: 'Bien.' });
    const premiere = await enregistrer(PROF_DE_MATHS, valeur);
    classe.instant = '2016-06-02T08:00:00Z';
    expect(await enregistrer(PROF_DE_MATHS, valeur)).toEqual(premiere);
    expect(await enregistrer(PROF_DE_MATHS, { ...valeur, periodes: { '1': '12' } }, { vue: 2 })).toEqual(premiere);
    await enregistrer(CPE, { sorte: 'observation', avis: { texte: 'Bien.' } });
    classe.instant = '2016-06-03T08:00:00Z';
    await enregistrer(CPE, { sorte: 'observation', avis: { texte: 'Bien.' } });
    expect(classe.evenements()).toHaveLength(2);
  });

  test('seen too late is a conflict that brings back what stands', async () => {
    await enregistrer(PROF_DE_MATHS, mathematiques({ appreciation: 'La première.' }));
    const attendu = {
      etat: 'conflit',
      actuelle: { valeur: { appreciation: 'La première.' }, n: 2, role: 'enseignant', le: '2016-06-09T08:00:00Z' },
    };
    expect(await enregistrer(CHEF, mathematiques({ appreciation: 'Sans voir.' }))).toMatchObject(attendu);
    expect(await enregistrer(CHEF, mathematiques({ appreciation: 'Vue ailleurs.' }), { vue: 1 })).toMatchObject(
      attendu,
    );
    expect(classe.evenements()).toHaveLength(1);
    // The same words as another's are another's entry: who signs counts.
    expect(await enregistrer(CHEF, mathematiques({ appreciation: 'La première.' }))).toMatchObject({ etat: 'conflit' });
  });

  test('of an entry that an import took away in between is a conflict with nothing', async () => {
    await enregistrer(PROF_DE_MATHS, mathematiques({ appreciation: 'La première.' }));
    await modifierLivret(classe.parts, (await classe.livret()).tete.livretId, async ({ livret }) => ({
      apres: { ...livret, saisies: [] },
      fait: { type: 'notes-importees', par: 'depot/d2', references: {} },
      operations: classe.parts.livrets.remplacementDesSaisies(livret, 2015, 'd2'),
      resultat: null,
    }));
    const valeur = mathematiques({ appreciation: 'La suite.' });
    expect(await enregistrer(PROF_DE_MATHS, valeur, { vue: 2 })).toEqual({ etat: 'conflit', actuelle: null });
    // Made again, it has a number that nobody saw before.
    expect(await enregistrer(PROF_DE_MATHS, valeur)).toMatchObject({ etat: 'enregistree', n: 4 });
    expect(await enregistrer(CHEF, mathematiques({ appreciation: 'Autre.' }), { vue: 2 })).toMatchObject({
      etat: 'conflit',
    });
  });

  test('decides again when another subject was written in between: both stand', async () => {
    classe.dynamo.avant = async (commande) => {
      if (commande !== 'TransactWriteCommand') return;
      classe.dynamo.avant = () => {};
      await enregistrer(CHEF, { ...ANGLAIS, periodes: { '1': '15' } });
    };
    expect(await enregistrer(PROF_DE_MATHS, mathematiques({ periodes: { '1': '12' } }))).toMatchObject({
      etat: 'enregistree',
    });
    expect((await classe.livret()).saisies).toHaveLength(2);
    expect(classe.evenements()).toHaveLength(2);
    expect(classe.ruptures(1)).toEqual([]);
  });

  test('two of the same at once: the second is told, and keeps what it typed', async () => {
    const issues = await Promise.all([
      enregistrer(PROF_DE_MATHS, mathematiques({ appreciation: 'A.' })),
      enregistrer(CHEF, mathematiques({ appreciation: 'B.' })),
    ]);
    expect(issues.map(({ etat }) => etat).sort()).toEqual(['conflit', 'enregistree']);
    expect(classe.evenements()).toHaveLength(1);
  });

  test('begins a year that nothing was imported of, with its nomenclature', async () => {
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({
      tete: {
        mef: { '2014': '20111010110', '2015': '21111010110' },
        siecle: { [`${UAI}#2014`]: '7', [`${UAI}#2015`]: eleveDe(0) },
      },
    }));
    const premiere = { annee: 2014, codeMef: '20111010110', niveau: 'Première' } as const;
    const { registre } = classe.parts;
    await classe.ecrire(registre.ecritureMef({ ...MEF_TS, ...premiere } as never, 'd0'));
    expect(await enregistrer(CHEF, mathematiques({ periodes: { '1': '9' } }), { annee: 2014 })).toMatchObject({
      etat: 'enregistree',
    });
    const { completude } = (await classe.livret()).tete;
    expect(completude.manques.map(({ code }) => code)).not.toContain('nomenclature');
    expect(completude.manques).toContainEqual({ code: 'appreciation', annee: 2014, matiere: '061300', bloquant: true });
  });
});

describe('who writes what', () => {
  const avis = { texte: 'Sérieux.' };
  test.for([
    ['a teacher, their subject', PROF_DE_MATHS, mathematiques({ periodes: { '1': '12' } }), true],
    ['a teacher, another subject', PROF_D_ANGLAIS, mathematiques({ periodes: { '1': '12' } }), false],
    ['a teacher, the real language of their group', PROF_D_ANGLAIS, { ...ANGLAIS, periodes: { '1': '12' } }, true],
    [
      'a teacher of another class',
      acteur('enseignant', { services: [{ structure: { type: 'D', code: 'TS2' }, codeMatiere: '061300' }] }),
      mathematiques(),
      false,
    ],
    ['the CPE, a subject', CPE, mathematiques(), false],
    ['the CPE, engagements', CPE, { sorte: 'engagements', engagements: [], autre: null }, true],
    ['the CPE, the observation', CPE, { sorte: 'observation', avis }, true],
    ['the CPE, the investissement', CPE, { sorte: 'investissement', avis }, false],
    ['the professeur principal, the investissement', PP, { sorte: 'investissement', avis }, true],
    ['the professeur principal, the observation', PP, { sorte: 'observation', avis }, false],
    ['the head, the avis', CHEF, { sorte: 'avis-chef', avis }, true],
    ['a professeur principal, the head’s avis', PP, { sorte: 'avis-chef', avis }, false],
    ['the head, the avis for the exam', CHEF, { sorte: 'avis-examen', avis: 'F' }, true],
    ['the head, mentions', CHEF, { sorte: 'mentions', mentions: ['B2i lycée'] }, true],
    ['the head, a sanction', CHEF, { sorte: 'sanction-examen', sanction: null }, false],
    [
      'the DEC, a sanction',
      DEC,
      { sorte: 'sanction-examen', sanction: { nature: 'blame', prononceeLe: '2016-05-20', jusquAu: null } },
      true,
    ],
    ['the DEC, a subject', DEC, mathematiques(), false],
    ['the head of another establishment', acteur('chef', { uai: AUTRE_UAI }), mathematiques(), false],
    ['the head of another académie', acteur('chef', { academie: 'creteil' }), mathematiques(), false],
  ] as const)('%s', async ([, qui, valeur, permis]) => {
    if (permis) expect(await enregistrer(qui, valeur)).toMatchObject({ etat: 'enregistree' });
    else expect(await refus(qui, valeur)).toBe('operation-interdite');
  });

  test('every sort of entry has its right', () => {
    expect(Object.keys(OPERATIONS).filter((une) => une.startsWith('saisir-'))).toHaveLength(8);
  });
});

describe('what an entry may not be', () => {
  const deMaths = (valeurs: object) => ({ ...mathematiques(), ...valeurs });
  test.for([
    [
      'a row that the nomenclature lacks',
      deMaths({ ligne: { ...ligneDe(MATHS), discipline: 'ALCHIMIE' } }),
      'matiere-hors-nomenclature',
    ],
    ['a subject that is not of the row', deMaths({ codeMatiere: '030201' }), 'matiere-hors-nomenclature'],
    ['a language of another rank', { ...ANGLAIS, codeMatiere: '030202' }, 'matiere-hors-nomenclature'],
    ['another modalité', deMaths({ ligne: { ...ligneDe(MATHS), modalite: 'F' } }), 'matiere-hors-nomenclature'],
    ['a fourth period', deMaths({ periodes: { '4': '12' } }), 'periode-hors-decoupage'],
    ['more than 20', deMaths({ periodes: { '1': '20.01' } }), 'moyenne-invalide'],
    ['less than 0', deMaths({ periodes: { '1': '-1' } }), 'moyenne-invalide'],
    ['three decimals', deMaths({ periodes: { '1': '12.125' } }), 'moyenne-invalide'],
    ['words for a mark', deMaths({ periodes: { '1': 'NN' } }), 'moyenne-invalide'],
    ['an exponent', deMaths({ periodes: { '1': '1e1' } }), 'moyenne-invalide'],
    [
      'marks where none are planned',
      { ...mathematiques(), ligne: ligneDe(EPS as typeof MATHS), codeMatiere: '100100', periodes: { '1': '12' } },
      'periodes-non-prevues',
    ],
    ['an unknown competence', deMaths({ competences: { '9999': '3' } }), 'competence-hors-nomenclature'],
    ['a competence of another subject', deMaths({ competences: { '0301': '3' } }), 'competence-hors-nomenclature'],
    ['a level out of range', deMaths({ competences: { '0101': '5' } }), 'competence-niveau-inconnu'],
    ['a level of languages elsewhere', deMaths({ competences: { '0101': 'B2' } }), 'competence-niveau-inconnu'],
    ['301 characters', deMaths({ appreciation: '𝒶'.repeat(301) }), 'texte-trop-long'],
    ['a control character', deMaths({ appreciation: 'a\u0000b' }), 'texte-illisible'],
    ['half a character', deMaths({ appreciation: 'a\ud800b' }), 'texte-illisible'],
    [
      'a group of more than 100 %',
      deMaths({ groupe: { effectif: 30, moyenne: '11', moinsDe8: '50', de8a12: '50', plusDe12: '50' } }),
      'groupe-invalide',
    ],
    [
      '301 characters of another engagement',
      { sorte: 'engagements', engagements: [], autre: 'x'.repeat(301) },
      'texte-trop-long',
    ],
    ['301 characters of an avis', { sorte: 'avis-chef', avis: { texte: 'x'.repeat(301) } }, 'texte-trop-long'],
    ['an unknown mention', { sorte: 'mentions', mentions: ['Brevet de natation'] }, 'mention-inconnue'],
  ] as const)('%s', async ([, valeur, code]) => {
    expect(await refus(CHEF, valeur)).toBe(code);
  });

  test('but the edges of the same domain pass', async () => {
    const valeur = mathematiques({
      periodes: { '1': '20', '2': '0', '3': '8.25' },
      competences: { '0101': '4', '0102': 'NE' },
      appreciation: '𝒶'.repeat(300),
    });
    expect(await enregistrer(CHEF, valeur)).toMatchObject({ etat: 'enregistree' });
    const langue = { ...ANGLAIS, competences: { '0301': 'B2' }, appreciation: '\u00a0' };
    expect(await enregistrer(CHEF, langue)).toMatchObject({ etat: 'enregistree' });
    expect((await classe.livret()).saisies.map(({ contenu }) => contenu.valeur)).toContainEqual(
      expect.objectContaining({ competences: { '0301': 'B2' }, appreciation: null }),
    );
  });

  test.for(['T', 'S'] as const)(
    'two periods of a pupil without an import are shown by what SIECLE says: %s',
    async (par) => {
      await classe.renseigner({}, par);
      const valeur = mathematiques({ periodes: { '1': '11', '2': '12' } });
      expect(await enregistrer(PROF_DE_MATHS, valeur)).toMatchObject({ etat: 'enregistree', n: 2 });
      const { page } = await lireLivret(classe.parts, CHEF, { livretId: livretDe(0) });
      const [annee] = page?.annees ?? [];
      expect([annee?.decoupage, annee?.groupes[0]?.disciplines[0]?.periodes]).toEqual([
        par,
        par === 'S' ? ['11', '12'] : ['11', '12', null],
      ]);
      // What SIECLE says by now does not make another entry of the same words.
      await classe.renseigner({}, par === 'S' ? 'T' : 'S');
      expect(await enregistrer(PROF_DE_MATHS, valeur)).toMatchObject({ etat: 'enregistree', n: 2 });
    },
  );

  test('a third semester, as the import or SIECLE says', async () => {
    await classe.renseigner({}, 'S');
    expect(await refus(CHEF, mathematiques({ periodes: { '3': '12' } }))).toBe('periode-hors-decoupage');
    expect(await enregistrer(CHEF, mathematiques({ periodes: { '2': '12' } }))).toMatchObject({ etat: 'enregistree' });
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({ bases: [base(2015, { depotId: 'd1', scolarite: { decoupage: 'S' } })] }));
    expect(await refus(CHEF, mathematiques({ periodes: { '3': '12' } }))).toBe('periode-hors-decoupage');
  });

  test.for([
    [
      'a sanction that ends before it begins',
      { nature: 'interdiction', prononceeLe: '2016-06-20', jusquAu: '2016-06-20' },
    ],
    ['an interdiction without end', { nature: 'interdiction', prononceeLe: '2016-06-20', jusquAu: null }],
    ['a blame with an end', { nature: 'blame', prononceeLe: '2016-06-20', jusquAu: '2017-06-20' }],
  ] as const)('%s', async ([, sanction]) => {
    expect(await refus(DEC, { sorte: 'sanction-examen', sanction })).toBe('sanction-invalide');
  });

  test('of a year that is not the pupil’s, or without its nomenclature', async () => {
    expect(await refus(CHEF, mathematiques(), { annee: 2013 })).toBe('annee-inconnue');
    expect(await refus(CHEF, mathematiques(), { annee: 2016 })).toBe('annee-inconnue');
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({ tete: { mef: { '2015': '99999999999' } } }));
    expect(await refus(CHEF, mathematiques())).toBe('nomenclature-absente');
    await expect(enregistrer(CHEF, mathematiques(), { livretId: livretDe(9) })).rejects.toMatchObject({
      code: 'livret-inconnu',
    });
  });

  test('on a locked livret; an opposed one stays open', async () => {
    const avec = async (tete: Partial<Tete>) => {
      classe = new ClasseEnMemoire();
      await classe.peupler(1, () => ({ tete }));
    };
    await avec(validee());
    expect(await refus(CHEF, mathematiques({ periodes: { '1': '12' } }))).toBe('livret-verrouille');
    expect(await refus(CPE, { sorte: 'engagements', engagements: [], autre: null })).toBe('livret-verrouille');
    await avec({ etat: 'archive' });
    expect(await refus(CHEF, mathematiques())).toBe('livret-verrouille');
    await avec({ opposition: { par: `chef/${UAI}/chef`, le: '2016-05-01T08:00:00Z' } });
    expect(await enregistrer(CHEF, mathematiques({ periodes: { '1': '12' } }))).toMatchObject({ etat: 'enregistree' });
  });
});

describe('of two rows with one code, a teacher writes the one that STS gives them (rules.md 10)', () => {
  const commune = mathematiques({ appreciation: 'Bien.' });
  const specialite = { ...commune, ligne: ligneDe(SPECIALITE) };
  const DE_LA_SPECIALITE = acteur('enseignant', {
    id: `${UAI}/epp/77`,
    services: [{ structure: { type: 'G', code: 'TS1-SPE' }, codeMatiere: '061300' }],
    principalDe: [],
  });
  beforeEach(async () => {
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({ ligne: { groupes: ['TS1-ANG', 'TS1-SPE'] } }));
  });

  test('the division has the common subject, the group the specialty', async () => {
    await classe.renseigner({}, 'T', [['TS1-SPE', '061300', PROFESSEURS.anglais.id]]);
    const interdite = expect.objectContaining({ code: 'operation-interdite' });
    await expect(enregistrer(PROF_DE_MATHS, specialite)).rejects.toEqual(interdite);
    await expect(enregistrer(DE_LA_SPECIALITE, commune)).rejects.toEqual(interdite);
    expect(await enregistrer(PROF_DE_MATHS, commune)).toMatchObject({ etat: 'enregistree' });
    expect(await enregistrer(DE_LA_SPECIALITE, specialite)).toMatchObject({ etat: 'enregistree' });
    expect(await enregistrer(CHEF, { ...specialite, appreciation: 'Vu.' })).toMatchObject({ etat: 'conflit' });
  });

  test('where STS has no group for it, it tells nothing', async () => {
    await classe.renseigner();
    expect(await enregistrer(PROF_DE_MATHS, specialite)).toMatchObject({ etat: 'enregistree' });
  });
});

describe('a sanction of the exam', () => {
  const sanction = {
    sorte: 'sanction-examen',
    sanction: { nature: 'blame', prononceeLe: '2016-07-20', jusquAu: null },
  } as const;

  test('comes after the exam, on a locked livret, and moves nothing that was validated', async () => {
    classe = new ClasseEnMemoire();
    await classe.peupler(1, () => ({ tete: { ...validee(), etat: 'envoye' } }));
    expect(await enregistrer(DEC, sanction)).toMatchObject({ etat: 'enregistree' });
    expect((await classe.livret()).tete).toMatchObject({ etat: 'envoye', validation: { session: 2016 } });
  });

  test('is told of to nobody, and leaves nothing behind when it is replaced or taken back (rules.md 17)', async () => {
    const premiere = await enregistrer(DEC, sanction);
    const seconde = { ...sanction, sanction: { ...sanction.sanction, nature: 'perte-de-mention' } } as const;
    await enregistrer(DEC, seconde, { vue: premiere.etat === 'enregistree' ? premiere.n : null });
    const evenements = await classe.evenements();
    expect(JSON.stringify(evenements)).not.toMatch(/SANCTION|blame|mention/i);
    const gardes = classe.dynamo.items('livrets').filter(({ sk }) => String(sk).startsWith('ANCIENNE#'));
    expect(gardes).toEqual([]);
  });

  test('is in nothing that is shown or sent, and does not make a year', async () => {
    await enregistrer(DEC, sanction);
    expect((await lireLivret(classe.parts, CHEF, { livretId: livretDe(0) })).page).toBeNull();
    classe = new ClasseEnMemoire();
    const evaluations = [evaluation('061300', { notes: ['12'], appreciation: 'Bien.' })];
    await classe.peupler(1, () => ({
      bases: [base(2015, { depotId: 'd1', scolarite: { evaluations } })],
      tete: { appariement: { session: 2016, noCandidat: 'C1', noEleve: '0000000001', par: 'ine' } },
    }));
    const page = async () => (await lireLivret(classe.parts, CHEF, { livretId: livretDe(0) })).page;
    const avant = await page();
    await enregistrer(DEC, sanction);
    expect((await classe.livret()).saisies).toHaveLength(1);
    expect(await page()).toEqual(avant);
  });
});
