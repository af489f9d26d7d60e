import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { executerTransaction } from '../../shared/aws/dynamo.ts';
import { magasinCandidats } from '../../shared/candidats/index.ts';
import type { Cible } from '../../shared/cli/cible.ts';
import { presidents, saisirPresidents } from '../../shared/cli/commandes/presidents.ts';
import { demandeDesPresidents, lirePresidents, type PresidenceLue } from '../../shared/jury/lire-presidents.ts';
import { magasinPresidents } from '../../shared/jury/magasin-presidents.ts';
import { nommerPresidents } from '../../shared/jury/nommer-presidents.ts';
import { demandeDeNomination, type PresidenceGardee } from '../../shared/jury/presidents.ts';
import { horlogeFixe } from '../../shared/kernel/horloge.ts';
import { empreinteSalee } from '../../shared/livret/index.ts';
import { premiereRupture } from '../../shared/preuve/index.ts';
import { preuveDesJurys } from '../../shared/preuve/magasin-preuve.ts';
import { candidat } from '../appariement/candidats.ts';
import { ecouterLaSortie } from '../cli/sortie.ts';
import { DynamoEnMemoire } from '../dynamo.ts';
import { acteur } from '../habilitations/acteurs.ts';

const SESSION = 2016;
const ADA = { nom: 'ESSAI', prenom: 'Ada' };
const BLAISE = { nom: 'MODÈLE', prenom: 'Blaise' };

class Academie {
  readonly dynamo = new DynamoEnMemoire('session', 'preuve');
  readonly candidats = magasinCandidats(this.dynamo.client, 'session');
  readonly presidents = magasinPresidents(this.dynamo.client, 'session');
  readonly preuve = preuveDesJurys(this.dynamo.client, 'preuve');
  readonly calendriers = {
    2016: {
      ouvertureDesServices: '2016-05-17',
      livretsComplets: '2016-06-08',
      transfertAvant: '2016-06-18',
      deliberations: '2016-07-05',
    },
  };
  horloge = horlogeFixe('2016-07-01T08:00:00Z');
  role: 'dec' | 'chef-de-centre' = 'dec';

  async placer(jury: string, noCandidat: string): Promise<void> {
    const { livretId: _l, noEleve: _n, ...dec } = candidat({ noCandidat, jury, ine: null });
    await executerTransaction(this.dynamo.client, this.candidats.ecritures(null, dec));
    await this.candidats.inscrireJury(SESSION, jury, dec.centre);
  }

  nommer(jury: string, president: PresidenceLue['president'], vue: number | null, vicePresidents = [BLAISE]) {
    const demande = demandeDeNomination.parse({ session: SESSION, jury, president, vicePresidents, vue });
    return nommerPresidents(this, acteur(this.role), demande);
  }

  lire = (jury?: string) => lirePresidents(this, demandeDesPresidents.parse({ session: SESSION, jury }));

  get evenements() {
    return this.dynamo.items('preuve') as never as Parameters<typeof premiereRupture>[0] & { pk: string }[];
  }

  /** As the command reaches the functions. */
  readonly cible: Cible = {
    appeler: async <T>(fonction: string, demande: object) => {
      if (fonction === 'jury/lire-presidents') return (await lirePresidents(this, demande as never)) as T;
      expect(fonction).toBe('jury/nommer-presidents');
      return (await nommerPresidents(this, acteur(this.role), demandeDeNomination.parse(demande))) as T;
    },
  };
}

let academie: Academie;
beforeEach(async () => {
  academie = new Academie();
  await academie.placer('J1', 'c1');
  await academie.placer('J2', 'c2');
});

describe('who presides over a jury (R74)', () => {
  test('is entered by the DEC, and read with the juries where nobody was named', async () => {
    await academie.nommer('J1', ADA, null);
    const presidence = { president: ADA, vicePresidents: [BLAISE], n: 1, le: '2016-07-01T08:00:00Z', role: 'dec' };
    expect(await academie.lire()).toEqual([
      { jury: 'J1', centres: [candidat({}).centre], presidence },
      { jury: 'J2', centres: [candidat({}).centre], presidence: null },
    ]);
    expect(await academie.lire('J1')).toMatchObject([{ jury: 'J1', presidence }]);
    expect(await academie.lire('J2')).toMatchObject([{ jury: 'J2', presidence: null }]);
  });

  test('is proven without a name, by a hash that only the kept names and salt give', async () => {
    await academie.nommer('J1', ADA, null);
    const [evenement] = academie.evenements;
    expect(evenement).toMatchObject({ type: 'presidents-nommes', role: 'dec', references: { session: SESSION, n: 1 } });
    expect(JSON.stringify(academie.evenements)).not.toMatch(/ESSAI|Ada|MODÈLE|Blaise/);
    const gardee = (await academie.presidents.lire(SESSION, 'J1')) as PresidenceGardee;
    expect(evenement?.references.empreinte).toBe(empreinteSalee(gardee));
    expect(evenement?.references.empreinte).not.toBe(empreinteSalee({ ...gardee, president: BLAISE }));
    expect(premiereRupture(academie.evenements)).toBeNull();
  });

  test('is changed over what was seen only: nothing of another is overwritten, and nothing is proven', async () => {
    await academie.nommer('J1', ADA, null);
    await academie.nommer('J1', BLAISE, 1, []);
    for (const vue of [null, 1, 3]) {
      await expect(academie.nommer('J1', ADA, vue)).rejects.toMatchObject({ code: 'presidence-en-conflit' });
    }
    expect((await academie.lire('J1'))[0]?.presidence).toMatchObject({ president: BLAISE, n: 2, vicePresidents: [] });
    expect(academie.evenements).toHaveLength(2);
  });

  test.for([
    ['chef-de-centre', '2016-07-04T22:00:00Z', true],
    // Noon in Paris, on the day of the deliberations.
    ['chef-de-centre', '2016-07-05T09:59:59Z', true],
    ['chef-de-centre', '2016-07-05T10:00:00Z', false],
    ['chef-de-centre', '2016-07-06T06:00:00Z', false],
    ['dec', '2016-07-05T10:00:00Z', true],
    ['dec', '2016-07-08T10:00:00Z', true],
  ] as const)('is written by %s at %s: %s', async ([role, instant, permis]) => {
    Object.assign(academie, { role, horloge: horlogeFixe(instant) });
    const essai = academie.nommer('J1', ADA, null);
    if (permis) expect(await essai).toMatchObject({ role, n: 1 });
    else await expect(essai).rejects.toMatchObject({ code: 'presidence-close' });
    expect(academie.evenements).toHaveLength(permis ? 1 : 0);
  });

  test('of a jury that has no candidate, or of a session without calendar, is refused', async () => {
    await expect(academie.nommer('J9', ADA, null)).rejects.toMatchObject({ code: 'jury-inconnu' });
    await expect(academie.lire('J9')).rejects.toMatchObject({ code: 'jury-inconnu' });
    Object.assign(academie.calendriers, { 2016: undefined });
    await expect(academie.nommer('J1', ADA, null)).rejects.toMatchObject({ code: 'session-sans-calendrier' });
    expect(academie.evenements).toEqual([]);
  });
});

describe('« presidents »', () => {
  const sortie = ecouterLaSortie();
  let dossier: string;
  beforeAll(async () => {
    dossier = await mkdtemp(join(tmpdir(), 'lsl-presidents-'));
  });
  afterAll(() => rm(dossier, { recursive: true }));

  const lire = (reste: object = {}) =>
    presidents(academie.cible, {
      session: SESSION,
      jury: undefined,
      absents: false,
      csv: undefined,
      json: false,
      ...reste,
    });
  const saisir = async (texte: string) => {
    const fichier = join(dossier, 'saisie.csv');
    await writeFile(fichier, texte);
    sortie.texte = '';
    return saisirPresidents(academie.cible, { session: SESSION, jury: undefined, fichier, json: false });
  };

  test('shows who presides, and succeeds once every jury has its president', async () => {
    await academie.nommer('J1', ADA, null);
    expect(await lire()).toBe(1);
    const texte = stripVTControlCharacters(sortie.texte);
    expect(texte).toMatch(/J1 .*Ada ESSAI .*Blaise MODÈLE .*01\/07\/2016 10:00 \(DEC\)/);
    expect(texte).toMatch(/J2 .*— .*—/);
    expect(texte).toContain('2 jurys : 1 sans président');
    await academie.nommer('J2', BLAISE, null);
    expect(await lire({ absents: true })).toBe(0);
  });

  test('writes a sheet that is filled and entered, and changes nothing the second time', async () => {
    const csv = join(dossier, 'jurys.csv');
    await academie.nommer('J1', ADA, null);
    await lire({ csv });
    const feuille = await readFile(csv, 'utf8');
    const remplie = feuille.replace(
      '"J2";"président";"";"";""',
      '"J2";"Président";"ESSAI";"Ada";""\r\n"J2";"vice-president";"MODÈLE";"Blaise";""',
    );
    expect(remplie).not.toBe(feuille);
    expect(await saisir(remplie)).toBe(0);
    expect(sortie.texte).toContain('1 jury saisi · 1 sans changement');
    expect((await academie.lire('J2'))[0]?.presidence).toMatchObject({
      president: ADA,
      vicePresidents: [BLAISE],
      n: 1,
    });
    expect(await saisir(remplie)).toBe(0);
    expect(sortie.texte).toContain('0 jury saisi · 2 sans changement');
    expect(academie.evenements).toHaveLength(2);
  });

  test('does not overwrite what a centre changed since the sheet was written, and enters the others', async () => {
    await academie.nommer('J1', ADA, null);
    await academie.nommer('J1', BLAISE, 1, []);
    expect(await saisir('jury;fonction;nom;prenom;n\nJ1;président;ESSAI;Ada;1\nJ2;président;ESSAI;Ada;\n')).toBe(1);
    expect(sortie.texte).toContain('presidence-en-conflit');
    expect((await academie.lire()).map(({ presidence }) => presidence?.president)).toEqual([BLAISE, ADA]);
  });

  test.for([
    ['jury;nom;prenom\nJ1;ESSAI;Ada\n', 'presidents-colonnes'],
    ['', 'presidents-colonnes'],
    ['jury;fonction;nom;prenom\nJ1;adjoint;ESSAI;Ada\n', 'presidents-ligne'],
    ['jury;fonction;nom;prenom\nJ1;président;ESSAI;\n', 'presidents-ligne'],
    ['jury;fonction;nom;prenom\nJ1;président;ESSAI;Ada\nJ1;président;MODÈLE;Blaise\n', 'presidents-ligne'],
    ['jury;fonction;nom;prenom;n\nJ1;président;ESSAI;Ada;un\n', 'presidents-ligne'],
  ] as const)('refuses the sheet %j, and enters nothing', async ([texte, code]) => {
    await expect(saisir(texte)).rejects.toMatchObject({ code });
    expect(academie.evenements).toEqual([]);
  });
});
