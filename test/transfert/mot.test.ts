import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AvisDeVersion, Tete } from '../../shared/livret/livret.ts';
import { ETATS, OUVERTURES } from '../../shared/livret/machine.ts';
import { type Mot, motADire } from '../../shared/transfert/mot.ts';
import { tete, validee, version } from '../livret/dossiers.ts';

const DEPUIS = '2016-06-12T08:00:00Z';
const OPPOSE = { par: 'chef/x', le: '2016-06-11T08:00:00Z' };
const CORRIGE = { par: 'chef/x', le: '2016-06-13T08:00:00Z', session: 2016, acteId: 'a' };
const PAIRE = { session: 2016, noCandidat: 'c1', noEleve: '0000000001', par: 'ine' } as const;
const avis = (sorte: AvisDeVersion['sorte'], depuis = '2016-06-10T08:00:00Z') =>
  version({ contenu: '', avis: { sorte, depuis } });
const dire = (reste: Partial<Tete>, demande = false) =>
  motADire(tete({ appariement: PAIRE, ...reste }), { session: 2016, demande, depuis: DEPUIS });
const envoyee = { ...validee(), etat: 'envoye', version: version() } as const;
const papier = { format: 'papier', etat: 'alimente' } as const;

describe('what the state of a livret says to the référentiel', () => {
  test.for([
    ['validated, and nobody asked', validee(), false, null],
    ['validated and asked for', validee(), true, 'version'],
    ['not validated, and asked for: what retains it is said', { etat: 'complet' }, true, 'version'],
    ['sent', envoyee, false, 'version'],
    ['sent, validated again after a correction, and asked for', { ...envoyee, etat: 'valide' }, true, 'version'],
    ['withdrawn, then no longer opposed', { ...envoyee, version: avis('retrait') }, false, 'version'],
    ['sent for another pair', { ...envoyee, appariement: { ...PAIRE, noCandidat: 'c2' } }, false, 'version'],
    ['paired again with who it was sent for', { ...envoyee, version: avis('depareille') }, false, 'version'],
    ['on paper, and nobody asked', papier, false, null],
    ['on paper and asked for', papier, true, 'papier'],
    ['on paper and sent', { ...papier, etat: 'envoye', version: version({ format: 'papier' }) }, false, 'papier'],
    ['not paired, of which nothing was told', { ...validee(), appariement: null }, false, null],
    ['of a session that is over', { ...envoyee, passages: [{ session: 2016 }] as never }, true, null],
  ] as const)('%s', ([, reste, demande, attendu]) => {
    expect(dire(reste as Partial<Tete>, demande)?.dit ?? null).toBe(attendu);
  });

  test.for([
    ['opposed after it was sent', { ...envoyee, opposition: OPPOSE }, 'retrait', OPPOSE.le],
    ['opposed before', { ...validee(), opposition: OPPOSE }, 'non-produit', OPPOSE.le],
    ['opposed again before', { ...validee(), opposition: OPPOSE, version: avis('attendu') }, 'non-produit', OPPOSE.le],
    ['opposed while it is corrected', { ...envoyee, correction: CORRIGE, opposition: OPPOSE }, 'retrait', OPPOSE.le],
    ['unlocked after it was sent', { ...envoyee, etat: 'complet', correction: CORRIGE }, 'correction', CORRIGE.le],
    [
      'on paper and unlocked',
      { ...papier, version: version({ format: 'papier' }), correction: CORRIGE },
      'correction',
      CORRIGE.le,
    ],
    ['no longer opposed, of which none was sent', { ...validee(), version: avis('non-produit') }, 'attendu', DEPUIS],
    ['validated again before anybody told of the unlock', { ...envoyee, etat: 'valide' }, 'correction', DEPUIS],
    [
      'withdrawn, then no longer opposed, validated again meanwhile',
      { ...validee(), version: avis('retrait') },
      'correction',
      DEPUIS,
    ],
    [
      'sent for another pair, and unlocked',
      { ...envoyee, etat: 'complet', correction: CORRIGE, appariement: { ...PAIRE, noCandidat: 'c2' } },
      'attendu',
      DEPUIS,
    ],
    [
      'sent under another époque, and unlocked',
      { ...envoyee, etat: 'complet', correction: CORRIGE, appariement: { ...PAIRE, epoque: 2 } },
      'attendu',
      DEPUIS,
    ],
    [
      'opposed, sent for another pair',
      { ...envoyee, opposition: OPPOSE, appariement: { ...PAIRE, noCandidat: 'c2' } },
      'non-produit',
      OPPOSE.le,
    ],
    ['whose pair is undone', { ...envoyee, appariement: null }, 'depareille', DEPUIS],
    [
      'whose pair is undone, of which none was sent',
      { ...validee(), version: avis('non-produit'), appariement: null },
      'attendu',
      DEPUIS,
    ],
    ['paired for another session', { ...envoyee, appariement: { ...PAIRE, session: 2017 } }, 'depareille', DEPUIS],
  ] as const)('%s: %s', ([, reste, sorte, depuis]) => {
    expect(dire(reste as Partial<Tete>)).toEqual({ dit: 'avis', avis: { sorte, depuis } });
  });

  test('an unlock holds back a livret that was sent, even asked for, and not a paper one', () => {
    const corrige = { correction: CORRIGE, etat: 'complet' } as const;
    expect(dire({ ...envoyee, ...corrige }, true)).toMatchObject({ avis: { sorte: 'correction' } });
    expect(dire({ ...papier, ...corrige, version: version({ format: 'papier' }) }, true)).toEqual({ dit: 'papier' });
  });

  test('told again, however often, says the same: a redelivery takes no other number', () => {
    const sortes = ['retrait', 'correction', 'non-produit', 'attendu', 'depareille'] as const;
    const etats = fc.record({
      etat: fc.constantFrom(...ETATS.filter((etat) => etat !== 'archive' && etat !== 'efface')),
      format: fc.constantFrom('numerique', 'papier'),
      opposition: fc.constantFrom(null, OPPOSE),
      correction: fc.constantFrom(null, CORRIGE),
      appariement: fc.constantFrom(null, PAIRE, { ...PAIRE, noCandidat: 'c2' }),
      version: fc.constantFrom(null, version(), version({ format: 'papier' }), ...sortes.map((une) => avis(une))),
    });
    let dits = 0;
    fc.assert(
      fc.property(etats, fc.boolean(), (etat, demande) => {
        const avant = tete(etat as Partial<Tete>);
        const envoi = { session: 2016, demande, depuis: DEPUIS };
        const mot = motADire(avant, envoi);
        // A livret that cannot leave is retained: nothing is told.
        if (mot === null || (mot.dit !== 'avis' && avant.appariement === null)) return;
        if (mot.dit === 'version' && (OUVERTURES[avant.etat].contenu || avant.opposition !== null)) return;
        dits += 1;
        expect(motADire(apresAvoirDit(avant, mot), envoi)).toEqual(mot);
      }),
      { numRuns: 3000 },
    );
    expect(dits).toBeGreaterThan(1000);
  });
});

/** As the worker writes it. */
function apresAvoirDit(avant: Tete, mot: Mot): Tete {
  const noCandidat = avant.appariement?.noCandidat ?? avant.version?.place.candidat.noCandidat ?? '';
  const place = { ...version().place, candidat: { academie: 'grenoble', noCandidat } };
  if (mot.dit === 'avis') return { ...avant, version: version({ n: 2, contenu: '', avis: mot.avis, place }) };
  const etat = OUVERTURES[avant.etat].format ? 'envoye' : avant.etat;
  return mot.dit === 'papier'
    ? { ...avant, etat, correction: null, version: version({ n: 2, format: 'papier', place }) }
    : { ...avant, etat, version: version({ n: 2, place }) };
}
