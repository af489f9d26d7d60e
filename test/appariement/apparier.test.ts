import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Appariements,
  apparier,
  type CandidatAApparier,
  clePaire,
  type EleveAApparier,
} from '../../shared/appariement/apparier.ts';
import { ligne } from '../livret/dossiers.ts';
import { candidat } from './candidats.ts';

type Qui = Partial<EleveAApparier & CandidatAApparier>;

let rang = 0;
/** Pupil and candidate of the same person, but for what is told. */
const eleve = (qui: Qui = {}): EleveAApparier => {
  rang += 1;
  return ligne({ prenoms: ['Zoé'], eleveId: `e${rang}`, livretId: `l${rang}`, ...qui });
};
const inscrit = (qui: Qui = {}): CandidatAApparier => candidat({ noCandidat: `c${rang++}`, ...qui });

const paireDe = (e: Qui, c: Qui): string => {
  const { paires, ambigus } = apparier([eleve(e)], [inscrit(c)]);
  const [paire] = paires;
  if (paire !== undefined) return `${paire.par} ${paire.certitude}`;
  return ambigus.length > 0 ? 'à voir' : 'personne';
};

const INE = '9912345678A';
const FAUX = '9912345679A';
const AUTRE = '9955555555B';
const sansIne: Qui = { ine: null };

describe('one pupil and one candidate', () => {
  test.for<[string, Qui, Qui, string]>([
    ['all agrees', { ine: INE }, { ine: INE }, 'ine certaine'],
    [
      'the INE and the birth date, an inverted name',
      { ine: INE },
      { ine: INE, nomDeFamille: 'ZOÉ', prenoms: ['MARTIN'] },
      'ine certaine',
    ],
    ['the INE and the names', { ine: INE }, { ine: INE, dateNaissance: '1997-11-03' }, 'ine forte'],
    ['the INE, the birth date and the first names', { ine: INE }, { ine: INE, nomDeFamille: 'LOPEZ' }, 'ine forte'],
    ['the INE and the name of a twin', { ine: INE }, { ine: INE, prenoms: ['Tom'] }, 'à voir'],
    ['the INE and the birth date alone', { ine: INE }, { ine: INE, nomDeFamille: 'LOPEZ', prenoms: ['Tom'] }, 'à voir'],
    [
      'the INE and the name of a sibling',
      { ine: INE },
      { ine: INE, dateNaissance: '1997-11-03', prenoms: [] },
      'à voir',
    ],
    [
      'the INE alone',
      { ine: INE },
      { ine: INE, nomDeFamille: 'LOPEZ', prenoms: ['Tom'], dateNaissance: '1997-11-03' },
      'à voir',
    ],
    ['an INE with a typing error, and the rest', { ine: INE }, { ine: FAUX }, 'ine-corrige forte'],
    ['a neighbouring INE, another birth date', { ine: INE }, { ine: FAUX, dateNaissance: '1998-02-27' }, 'à voir'],
    [
      'a neighbouring INE, the first names in another order',
      { ine: INE, prenoms: ['Zoé', 'Léa'] },
      { ine: FAUX, prenoms: ['Léa', 'Zoé'] },
      'à voir',
    ],
    [
      'the INE and the first names',
      { ine: INE },
      { ine: INE, nomDeFamille: 'LOPEZ', dateNaissance: '1997-11-03' },
      'à voir',
    ],
    [
      'no INE, another birth date, the first names in another order',
      { ine: INE, prenoms: ['Zoé', 'Léa'] },
      { ...sansIne, prenoms: ['Léa', 'Zoé'], dateNaissance: '1997-11-03' },
      'à voir',
    ],
    ['a neighbouring INE, the first names of a twin', { ine: INE }, { ine: FAUX, prenoms: ['Zoa'] }, 'à voir'],
    [
      'a neighbouring INE and nothing else',
      { ine: INE },
      { ine: FAUX, nomDeFamille: 'LOPEZ', prenoms: ['Tom'], dateNaissance: '1997-11-03' },
      'personne',
    ],
    ['all but the INE', { ine: INE }, { ine: AUTRE }, 'à voir'],
    ['another INE and something of the rest', { ine: INE }, { ine: AUTRE, prenoms: ['Zoa'] }, 'personne'],
    ['no INE, and the rest', { ine: INE }, sansIne, 'identite forte'],
    ['no INE, another birth date', { ine: INE }, { ...sansIne, dateNaissance: '1998-11-05' }, 'à voir'],
    [
      'no INE, another birth date, a part of the name',
      { ine: INE, nomDeFamille: 'MARTIN-LOPEZ' },
      { ...sansIne, dateNaissance: '1998-11-05' },
      'personne',
    ],
    ['no INE, a birth date with a typing error', { ine: INE }, { ...sansIne, dateNaissance: '1998-02-27' }, 'à voir'],
    ['no INE, another name', { ine: INE }, { ...sansIne, nomDeFamille: 'LOPEZ' }, 'à voir'],
    ['no INE, another first name', { ine: INE }, { ...sansIne, prenoms: ['Tom'] }, 'à voir'],
    [
      'no INE, a typing error in both names',
      sansIne,
      { ...sansIne, nomDeFamille: 'MARTEN', prenoms: ['Marie'] },
      'à voir',
    ],
    [
      'no INE, no first name, a typing error in the name',
      { ine: INE },
      { ...sansIne, nomDeFamille: 'MARTEN', prenoms: [] },
      'à voir',
    ],
    ['no INE, a second first name', { ine: INE, prenoms: ['Anne', 'Zoé'] }, { ...sansIne, prenoms: ['Zoé'] }, 'à voir'],
    ['another INE, a second first name', { ine: INE, prenoms: ['Anne', 'Zoé'] }, { ine: AUTRE }, 'à voir'],
    ['the INE, a second first name', { ine: INE, prenoms: ['Anne', 'Zoé'] }, { ine: INE }, 'ine certaine'],
    [
      'the INE, a second first name and another birth date',
      { ine: INE, prenoms: ['Anne', 'Zoé'] },
      { ine: INE, dateNaissance: '1997-11-03' },
      'à voir',
    ],
    ['no INE, no first name', { ine: INE }, { ...sansIne, prenoms: [] }, 'identite forte'],
    ['another establishment, all the rest', { ine: INE }, { ine: INE, uai: '0382203K' }, 'ine certaine'],
    [
      'another establishment, another birth date',
      { ine: INE },
      { ine: INE, uai: '0382203K', dateNaissance: '1998-02-27' },
      'à voir',
    ],
    ['another establishment, a typing error in the INE', { ine: INE }, { ine: FAUX, uai: '0382203K' }, 'à voir'],
    ['another establishment, no INE', { ine: INE }, { ...sansIne, uai: '0382203K' }, 'à voir'],
    [
      'another establishment, no INE, no first name',
      { ine: INE },
      { ...sansIne, uai: '0382203K', prenoms: [] },
      'personne',
    ],
  ])('%s', ([, e, c, attendu]) => {
    expect(paireDe(e, c)).toBe(attendu);
    // What the pupil's record lacks or has wrong counts as what the candidate's does.
    const { uai, ...echange } = c;
    expect(paireDe({ prenoms: ['Zoé'], ...echange, ...(uai === undefined ? {} : { uai }) }, e)).toBe(attendu);
  });
});

describe('several who look alike', () => {
  const lignes = (...[e, c, refusees]: Parameters<typeof apparier>): string[] => {
    const { paires, ambigus } = apparier(e, c, refusees);
    return [
      ...paires.map((paire) => `${paire.eleve.eleveId}=${paire.candidat.noCandidat}`),
      ...ambigus.map(
        (cas) => `${cas.eleve.eleveId}?${cas.candidats.map((un) => un.candidat.noCandidat).join()} ${cas.cause}`,
      ),
    ].sort();
  };
  const e = (eleveId: string, qui: Qui = {}) => eleve({ eleveId, livretId: `l-${eleveId}`, ine: INE, ...qui });
  const c = (noCandidat: string, qui: Qui = {}) => inscrit({ noCandidat, ine: INE, ...qui });

  test('an INE carried twice pairs only those whom the rest singles out', () => {
    expect(lignes([e('a'), e('b')], [c('1')])).toEqual(['a?1 plusieurs-eleves', 'b?1 plusieurs-eleves']);
    expect(lignes([e('a')], [c('1'), c('2')])).toEqual(['a?1,2 plusieurs-candidats']);
    expect(lignes([e('a')], [c('2'), c('1', { prenoms: ['Tom'] })])).toEqual(['a=2']);
  });

  test('the same name comes before a part of it', () => {
    const compose: Qui = { nomDeFamille: 'MARTIN-LOPEZ' };
    expect(lignes([e('a'), e('b', { ...compose, ine: AUTRE })], [c('1', { ine: null })])).toEqual(['a=1']);
    // Whom the INE says by a part of the name, and the whole name says another one.
    expect(lignes([e('a', compose)], [c('1')])).toEqual(['a=1']);
    expect(lignes([e('a', compose)], [c('1'), c('2', { ...compose, ine: null })])).toEqual([
      'a?1,2 plusieurs-candidats',
    ]);
    expect(lignes([e('a', compose)], [c('1'), c('2', compose)])).toEqual(['a?2,1 plusieurs-candidats']);
  });

  test('whoever is paired already is paired no more, and still looks like others', () => {
    // Homonyms born the same day: the second is not given what the first one left.
    const premier = e('a', { noCandidat: '1' });
    const pris = c('1', { livretId: 'l-a' });
    const second = e('b', { ine: AUTRE });
    const reste = c('2', { ine: null });
    expect(lignes([premier, second], [pris, reste])).toEqual(['b?2 a-confirmer']);
    expect(lignes([second], [reste])).toEqual(['b=2']);
    // A row that does not know its pair yet: the candidate does.
    expect(lignes([e('a')], [pris, c('3')])).toEqual([]);
  });

  test('a pair that a person undid is neither made nor proposed again; others may be', () => {
    const refusees = new Set([clePaire({ livretId: 'l-a' }, '1')]);
    expect(lignes([e('a')], [c('1')], refusees)).toEqual([]);
    expect(lignes([e('a')], [c('1'), c('2')], refusees)).toEqual(['a=2']);
    expect(lignes([e('b')], [c('1')], refusees)).toEqual(['b=1']);
  });

  test('the INE of a twin, typed into the other’s record, pairs nobody', () => {
    const julie = e('julie', { prenoms: ['Julie'] });
    const julien = e('julien', { prenoms: ['Julien'], ine: AUTRE });
    const faux = c('1', { prenoms: ['Julien'] });
    expect(lignes([julie, julien], [faux])).toEqual(['julie?1 plusieurs-eleves', 'julien?1 plusieurs-eleves']);
    // Nobody else is called Julien: it is a typing error.
    expect(lignes([julie], [faux])).toEqual(['julie=1']);
  });

  test('an INE that stands in another’s record keeps a machine from the names alone', () => {
    const autrui = { nomDeFamille: 'LOPEZ', prenoms: ['Tom'], dateNaissance: '1997-11-03' };
    expect(lignes([e('a')], [c('1', { ine: null })])).toEqual(['a=1']);
    expect(lignes([e('a')], [c('1', { ine: null }), c('2', autrui)])).toEqual(['a?2,1 plusieurs-candidats']);
  });

  test('the best comes first, by the division in the end, and each says why', () => {
    const candidats = [
      c('1', { ine: null, division: 'TS2' }),
      c('2', { ine: null, division: 'TS1' }),
      c('3', { ine: AUTRE, nomDeFamille: 'ZOÉ', prenoms: ['MARTIN'], division: null }),
    ];
    const [cas] = apparier([e('a', { divisions: ['TS1'] })], candidats).ambigus;
    expect(cas?.candidats.map(({ candidat: { noCandidat }, raisons }) => [noCandidat, raisons])).toEqual([
      ['2', ['ine-absent', 'meme-naissance', 'memes-noms', 'memes-prenoms', 'meme-division']],
      ['1', ['ine-absent', 'meme-naissance', 'memes-noms', 'memes-prenoms', 'autre-division']],
      ['3', ['ine-different', 'meme-naissance', 'noms-inverses']],
    ]);
  });
});

describe('whoever the pupils and the candidates are', () => {
  const qui = fc.record({
    ine: fc.option(fc.constantFrom(INE, FAUX, '9912345687A', AUTRE), { nil: null }),
    nomDeFamille: fc.constantFrom('MARTIN', 'MARTEN', 'MARTIN-LOPEZ', 'LOPEZ', 'Zoé', 'DE LA TOUR', 'LATOUR'),
    nomUsage: fc.option(fc.constantFrom('LOPEZ', 'TOUR'), { nil: null, freq: 4 }),
    prenoms: fc.constantFrom(
      ['Zoé'],
      ['Zoé', 'Marie'],
      ['Marie', 'Zoé'],
      ['Marie-Lou'],
      ['Julie'],
      ['Julien'],
      ['MARTIN'],
      [],
    ),
    dateNaissance: fc.constantFrom('1998-02-28', '1998-02-28', '1998-02-27', '1997-11-03'),
    uai: fc.constantFrom('0380029A', '0380029A', '0380029A', '0382203K'),
  });
  const groupe = fc.array(qui, { maxLength: 7 });
  const refus = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 3 });
  type Gens = readonly Pick<
    EleveAApparier,
    'ine' | 'nomDeFamille' | 'nomUsage' | 'prenoms' | 'dateNaissance' | 'uai'
  >[];

  const elevesDe = (gens: Gens) =>
    gens.map(
      (un, n): EleveAApparier => ({ ...un, eleveId: `${n}`, livretId: `l${n}`, divisions: [], noCandidat: null }),
    );
  const candidatsDe = (gens: Gens) =>
    gens.map((un, n): CandidatAApparier => ({ ...un, noCandidat: `${n}`, division: null, livretId: null }));
  const refusDe = (liste: readonly (readonly [number, number])[]) => new Set(liste.map(([a, b]) => `l${a}#${b}`));
  const pairesDe = ({ paires }: Appariements<EleveAApparier, CandidatAApparier>): string[] =>
    paires
      .map(
        ({ eleve: { eleveId }, candidat: { noCandidat }, par, certitude }) =>
          `${eleveId}-${noCandidat} ${par} ${certitude}`,
      )
      .sort();
  const toutDe = (issue: Appariements<EleveAApparier, CandidatAApparier>): unknown => ({
    paires: pairesDe(issue),
    ambigus: issue.ambigus
      .map(({ eleve: { eleveId }, candidats, cause }) =>
        JSON.stringify([
          eleveId,
          candidats.map(({ candidat: { noCandidat }, raisons }) => [noCandidat, raisons]),
          cause,
        ]),
      )
      .sort(),
    eleves: issue.elevesSansCandidat.map(({ eleveId }) => eleveId).sort(),
    candidats: issue.candidatsSansEleve.map(({ noCandidat }) => noCandidat).sort(),
  });

  test('nobody is lost, and nobody is in two places', () => {
    fc.assert(
      fc.property(groupe, groupe, (a, b) => {
        const { paires, ambigus, elevesSansCandidat, candidatsSansEleve } = apparier(elevesDe(a), candidatsDe(b));
        const eleves = [...paires, ...ambigus].map(({ eleve: { eleveId } }) => eleveId);
        expect([...eleves, ...elevesSansCandidat.map(({ eleveId }) => eleveId)].sort()).toEqual(
          a.map((_, n) => `${n}`),
        );
        const vus = new Set(ambigus.flatMap(({ candidats }) => candidats.map((un) => un.candidat.noCandidat)));
        const candidats = [...paires.map((paire) => paire.candidat), ...candidatsSansEleve];
        expect([...candidats.map(({ noCandidat }) => noCandidat), ...vus].sort()).toEqual(b.map((_, n) => `${n}`));
      }),
    );
  });

  test('the order of the lists changes nothing', () => {
    const melanges = groupe.chain((gens) =>
      fc.tuple(fc.constant(gens), fc.shuffledSubarray([...gens.keys()], { minLength: gens.length })),
    );
    fc.assert(
      fc.property(melanges, melanges, ([a, ordreA], [b, ordreB]) => {
        const [e, k] = [elevesDe(a), candidatsDe(b)];
        const autrement = apparier(
          ordreA.flatMap((n) => e[n] ?? []),
          ordreB.flatMap((n) => k[n] ?? []),
        );
        expect(toutDe(autrement)).toEqual(toutDe(apparier(e, k)));
      }),
    );
  });

  test('pupils are to candidates what candidates are to pupils', () => {
    fc.assert(
      fc.property(groupe, groupe, (a, b) => {
        const retournees = pairesDe(apparier(elevesDe(b), candidatsDe(a))).map((paire) =>
          paire.replace(/^(\d)-(\d)/, '$2-$1'),
        );
        expect(retournees.sort()).toEqual(pairesDe(apparier(elevesDe(a), candidatsDe(b))));
      }),
    );
  });

  test('a pair that a person undid never comes back', () => {
    fc.assert(
      fc.property(groupe, groupe, refus, (a, b, liste) => {
        const refusees = refusDe(liste);
        const { paires, ambigus } = apparier(elevesDe(a), candidatsDe(b), refusees);
        const nommees = [
          ...paires.map((paire) => clePaire(paire.eleve, paire.candidat.noCandidat)),
          ...ambigus.flatMap((cas) => cas.candidats.map((un) => clePaire(cas.eleve, un.candidat.noCandidat))),
        ];
        expect(nommees.filter((une) => refusees.has(une))).toEqual([]);
      }),
    );
  });

  test('run again, once its pairs are written, it makes no other one', () => {
    fc.assert(
      fc.property(groupe, groupe, refus, (a, b, liste) => {
        const [e, k, refusees] = [elevesDe(a), candidatsDe(b), refusDe(liste)];
        const premiere = apparier(e, k, refusees);
        const ecrits = premiere.paires.map(({ eleve: { eleveId, livretId }, candidat: { noCandidat } }) => ({
          eleveId,
          livretId,
          noCandidat,
        }));
        const seconde = apparier(
          e.map((un) => ({
            ...un,
            noCandidat: ecrits.find(({ eleveId }) => eleveId === un.eleveId)?.noCandidat ?? null,
          })),
          k.map((un) => ({
            ...un,
            livretId: ecrits.find(({ noCandidat }) => noCandidat === un.noCandidat)?.livretId ?? null,
          })),
          refusees,
        );
        expect(toutDe(seconde)).toEqual({ ...(toutDe(premiere) as object), paires: [] });
      }),
    );
  });

  test('a newcomer never makes a pair of two others', () => {
    fc.assert(
      fc.property(groupe, groupe, (a, b) => {
        const toutes = pairesDe(apparier(elevesDe(a), candidatsDe(b)));
        const sansDernier = pairesDe(apparier(elevesDe(a).slice(0, -1), candidatsDe(b)));
        const parmiEux = toutes.filter((paire) => !paire.startsWith(`${a.length - 1}-`));
        expect(parmiEux.filter((paire) => !sansDernier.includes(paire))).toEqual([]);
      }),
    );
  });

  test('no machine pairs two INEs that differ by more than an error, nor two birth dates without the INE', () => {
    fc.assert(
      fc.property(groupe, groupe, (a, b) => {
        for (const { eleve: un, candidat: autre, par } of apparier(elevesDe(a), candidatsDe(b)).paires) {
          if (par === 'ine') expect(autre.ine).toBe(un.ine);
          else expect([autre.dateNaissance, autre.uai]).toEqual([un.dateNaissance, un.uai]);
          if (par === 'identite') expect([un.ine, autre.ine]).toContain(null);
          if (par === 'ine-corrige') expect([un.ine, autre.ine]).toContain(INE);
          if (un.uai !== autre.uai) expect([autre.ine, autre.dateNaissance]).toEqual([un.ine, un.dateNaissance]);
        }
      }),
    );
  });
});
