import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { environnementDesDroits } from '../../infra/capabilities/contexte.ts';
import { CONTEXTE_LOCAL } from '../../infra/local/contexte.ts';
import { lireDemande, parametresDe } from '../../infra/parametres.ts';
import { academiesDeTexte } from '../../shared/appariement/academies.ts';
import { enoncesDe, RACINE, synthetiser } from './synthese.ts';

const parametres = parametresDe(join(RACINE, 'infra'));
const demander = (contexte: Readonly<Record<string, unknown>>) => lireDemande((cle) => contexte[cle], parametres);

describe('a command line', () => {
  test.each([
    [{ academie: 'creteil' }, ['lsl-creteil-stockage', 'lsl-creteil-traitement']],
    [{ national: 'true' }, ['lsl-national', 'lsl-national-creteil', 'lsl-national-grenoble']],
    [{ academie: 'creteil', national: 'false' }, ['lsl-creteil-stockage', 'lsl-creteil-traitement']],
    [
      CONTEXTE_LOCAL,
      [
        'lsl-creteil-stockage',
        'lsl-creteil-traitement',
        'lsl-grenoble-stockage',
        'lsl-grenoble-traitement',
        'lsl-national',
        'lsl-national-creteil',
        'lsl-national-grenoble',
      ],
    ],
  ])('%j creates its stacks and no other', (contexte, piles) => {
    expect([...synthetiser(contexte).piles].sort()).toEqual(piles);
  });

  test.each([
    [{}, 'rien-a-deployer'],
    [{ national: 'false' }, 'rien-a-deployer'],
    [{ national: 'oui' }, 'option-malformee'],
    [{ academie: 'grenoble', local: '1' }, 'option-malformee'],
    [{ academie: 'atlantide' }, 'academie-inconnue'],
    [{ academie: '../national' }, 'academie-inconnue'],
    [{ academie: 'national' }, 'academie-inconnue'],
    [{ academie: '' }, 'academie-inconnue'],
    [{ academie: 'grenoble,' }, 'academie-inconnue'],
    [{ academie: 'grenoble,atlantide' }, 'academie-inconnue'],
    [{ academie: 'creteil', horloge: '2016-06-10T09:00:00+02:00' }, 'horloge-refusee'],
    [{ national: 'true', local: 'false', horloge: '2016-06-10T09:00:00+02:00' }, 'horloge-refusee'],
    [{ academie: 'creteil', local: 'true', horloge: '10 juin 2016' }, 'horloge-malformee'],
  ])('%j is refused with a code, and in French', (contexte, code) => {
    expect(() => demander(contexte)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/.\.$/), remede: expect.stringMatching(/.\.$/) }),
    );
  });

  test('that is refused ends with its sentence and exit code 3, without a trace of the code', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(RACINE, 'infra/app.ts')], {
      env: { ...process.env, CDK_CONTEXT_JSON: '{}' },
      encoding: 'utf8',
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^Aucun déploiement n’est demandé\.\nAjoutez .* \[rien-a-deployer\]\n$/);
  });
});

describe('the parameters that are shipped', () => {
  const fichiers = readdirSync(join(RACINE, 'infra/academies')).map((fichier) => fichier.replace(/\.json$/, ''));

  test('are read, for each académie and for the référentiel, which serves them all', () => {
    expect(fichiers).toContain('grenoble');
    expect(fichiers.map((slug) => parametres.academie(slug).slug)).toEqual(fichiers);
    expect([...parametres.national().academies].sort()).toEqual(fichiers.sort());
  });
});

test('the access from outside reaches functions as the académie says it, closed unless it opens it (R25)', () => {
  for (const slug of parametres.national().academies) {
    const { accesExterne } = parametres.academie(slug);
    expect(environnementDesDroits({ accesExterne })).toEqual({ LSL_ACCES_EXTERNE: 'ferme' });
  }
  expect(environnementDesDroits({ accesExterne: 'ouvert' })).toEqual({ LSL_ACCES_EXTERNE: 'ouvert' });
  for (const accesExterne of ['ferme', 'ouvert'] as const) {
    const academie = (slug: string) => ({ ...parametres.academie(slug), accesExterne });
    const pile = synthetiser({ academie: 'creteil', national: 'true' }, { ...parametres, academie });
    const { proprietes } = pile.ressource('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', 'lsl-creteil-operateurs');
    const commandees = enoncesDe(proprietes.PolicyDocument).flatMap(({ ressources }) => ressources);
    const decident = pile
      .ressources('AWS::Lambda::Function')
      .flatMap(({ proprietes: { FunctionName, Environment } }) => {
        const { LSL_ACCES_EXTERNE } = (Environment as { Variables: Record<string, string> }).Variables;
        return LSL_ACCES_EXTERNE === undefined ? [] : [[String(FunctionName), LSL_ACCES_EXTERNE]];
      });
    // Those that people command, and no other.
    const attendues = commandees.map((arn) => [arn.split(':function:')[1], accesExterne]);
    expect(decident.sort()).toEqual(attendues.sort());
  }
});

test('what tells people of another académie knows the name of each', () => {
  const noms = Object.fromEntries(parametres.national().academies.map((slug) => [slug, parametres.academie(slug).nom]));
  const pile = synthetiser({ academie: 'creteil', national: 'true' });
  for (const verbe of ['consulter', 'decider']) {
    const nom = `lsl-creteil-appariement-${verbe}-appariement`;
    const { proprietes } = pile.ressource('AWS::Lambda::Function', 'FunctionName', nom);
    const { LSL_ACADEMIES = '' } = (proprietes.Environment as { Variables: Record<string, string> }).Variables;
    expect(academiesDeTexte.parse(LSL_ACADEMIES)).toEqual(noms);
  }
});

describe('parameters', () => {
  const dossier = mkdtempSync(join(tmpdir(), 'lsl-parametres-'));
  afterAll(() => rmSync(dossier, { recursive: true }));
  beforeEach(() => {
    cpSync(join(RACINE, 'infra/academies'), join(dossier, 'academies'), { recursive: true });
    cpSync(join(RACINE, 'infra/national.json'), join(dossier, 'national.json'));
  });
  const grenoble = JSON.parse(readFileSync(join(RACINE, 'infra/academies/grenoble.json'), 'utf8'));
  const lire = () => {
    const lus = parametresDe(dossier);
    lireDemande((cle) => (cle === 'academie' ? 'grenoble' : undefined), lus);
  };

  test('that are copies of the shipped ones are read', () => {
    expect(lire).not.toThrow();
  });

  test.each([
    ['{ "nom": ', 'parametres-illisibles', /academies\/grenoble\.json/],
    ['null', 'parametres-invalides', /objet attendu/],
    [{ ...grenoble, nom: '' }, 'parametres-invalides', /nom \(/],
    [{ ...grenoble, code: '8' }, 'parametres-invalides', /code \(/],
    [{ ...grenoble, compte: '12' }, 'parametres-invalides', /compte \(/],
    [{ ...grenoble, accesExterne: 'oui' }, 'parametres-invalides', /accesExterne \(/],
    [{ ...grenoble, accesExterne: undefined }, 'parametres-invalides', /accesExterne \(/],
    [{ ...grenoble, mentions: [''] }, 'parametres-invalides', /mentions\.0 \(/],
    [{ ...grenoble, couleur: 'bleu' }, 'parametres-invalides', /couleur/],
    [{ ...grenoble, contacts: { exploitation: 'personne' } }, 'parametres-invalides', /contacts\.exploitation \(/],
    [
      { ...grenoble, sessions: { 2016: { ...grenoble.sessions['2016'], transfertAvant: '18 juin' } } },
      'parametres-invalides',
      /sessions\.2016\.transfertAvant \(/,
    ],
  ])('of an académie such as %j are refused with a code and the field', (contenu, code, champ) => {
    writeFileSync(
      join(dossier, 'academies/grenoble.json'),
      typeof contenu === 'string' ? contenu : JSON.stringify(contenu),
    );
    expect(lire).toThrow(expect.objectContaining({ code, message: expect.stringMatching(champ) }));
  });

  test('of an académie that the référentiel does not serve are refused', () => {
    const national = JSON.parse(readFileSync(join(RACINE, 'infra/national.json'), 'utf8'));
    writeFileSync(join(dossier, 'national.json'), JSON.stringify({ ...national, academies: ['creteil'] }));
    expect(lire).toThrow(expect.objectContaining({ code: 'academie-hors-referentiel' }));
  });

  test('of the référentiel that are missing, or not JSON, are refused', () => {
    writeFileSync(join(dossier, 'national.json'), '{');
    expect(lire).toThrow(expect.objectContaining({ code: 'parametres-illisibles' }));
    rmSync(join(dossier, 'national.json'));
    expect(lire).toThrow(expect.objectContaining({ code: 'national-inconnu' }));
  });
});
