import { estCodeMatiereBcn } from '../kernel/codes.ts';
import type { Enseignant, Service, StructureScolaire } from '../livret/index.ts';
import { type Element, enfant } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { refusFichier } from './anomalies.ts';
import { Constat } from './constat.ts';
import type { EnteteLu, Lu } from './lu.ts';
import { dejaVu, elementsDeLExport, enteteDExport, FICHES_MAX, petitsEnfants, positionDe, texteDe } from './siecle.ts';
import { lireStructure, type StructureLue, signalerDivisionsInconnues } from './structures.ts';
import { depasse, lireCivilite } from './valeurs.ts';

/**
 * STS-Web's export of teachers and services (formats.md §3): it fixes who may write what (rules.md 12). Birth dates,
 * grades and hours are passed over.
 */
export const RACINE_STS = 'STS_EDT';
/** The inverse direction, from the timetable software to STS-Web. */
export const RACINE_STS_INVERSE = 'EDT_STS';

export const PLAN_STS: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  [
    'DONNEES',
    new Map<string, Plan>([
      ['INDIVIDUS', new Map([['INDIVIDU', 'arbre']])],
      [
        'STRUCTURE',
        new Map<string, Plan>([
          ['DIVISIONS', new Map([['DIVISION', 'arbre']])],
          ['GROUPES', new Map([['GROUPE', 'arbre']])],
        ]),
      ],
    ]),
  ],
]);

const ID_MAX = 20;
const NOM_MAX = 100;

interface EnseignantLu {
  readonly constat: Constat;
  readonly position: { readonly ligne: number; readonly colonne: number };
  readonly enseignant: Enseignant;
}

interface ServiceLu extends Service {
  readonly position: { readonly ligne: number; readonly colonne: number };
}

type StructureAvecServices = StructureLue & { readonly services: readonly ServiceLu[] };

export async function* lireSts(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  const enseignants: EnseignantLu[] = [];
  const structures: StructureAvecServices[] = [];
  const lignes = new Map<string, number>();
  let nombreDeServices = 0;
  for await (const element of elementsDeLExport(evenements)) {
    if (element.nom === 'PARAMETRES') {
      yield enteteDeSts(element);
    } else if (element.nom === 'INDIVIDU') {
      enseignants.push(lireIndividu(element, lignes));
    } else {
      const lue = lireStructure(element, lignes);
      const services = lireServices(element, lue);
      nombreDeServices += services.length;
      if (nombreDeServices > FICHES_MAX) throw refusFichier('fiches-trop-nombreuses', { max: FICHES_MAX }, element);
      // A copy, because the texts are slices of the file that would keep it whole in memory until its end.
      structures.push({ ...lue, services: structuredClone(services) });
    }
  }

  const divisions = signalerDivisionsInconnues(structures);
  for (const { constat, position, enseignant } of enseignants) {
    for (const division of enseignant.principalDe) {
      if (!divisions.has(division)) constat.signaler('division-inconnue', position, { division });
    }
    yield constat.conclure('sts', { position, type: 'enseignant', enseignant });
  }
  const connus = new Set(enseignants.map(({ enseignant }) => cleDeLEnseignant(enseignant)));
  for (const { constat, position, structure, services } of structures) {
    yield constat.conclure('sts', {
      position,
      type: 'structure',
      structure,
      services: services.map((service) => sansInconnus(service, structure, connus, constat)),
    });
  }
}

function enteteDeSts(parametres: Element): EnteteLu {
  const uai = enfant(parametres, 'UAJ')?.attributs.CODE ?? '';
  const annee = enfant(parametres, 'ANNEE_SCOLAIRE')?.attributs.ANNEE ?? '';
  return enteteDExport(parametres, 'sts', uai, annee, 'STS-Web');
}

const cleDeLEnseignant = ({ type, id }: Pick<Enseignant, 'id' | 'type'>): string => `${type}/${id}`;

/** The identifier of a teacher, as INDIVIDU and ENSEIGNANT carry it. */
function lireIdentifiant({ attributs }: Element): Pick<Enseignant, 'id' | 'type'> | null {
  const [id, type] = [(attributs.ID ?? '').trim(), (attributs.TYPE ?? '').trim()];
  if (id === '' || id.length > ID_MAX || (type !== 'epp' && type !== 'local')) return null;
  return { id, type };
}

function lireIndividu(element: Element, lignes: Map<string, number>): EnseignantLu {
  const constat = new Constat(null);
  const identifiant = lireIdentifiant(element);
  const cite = identifiant === null ? '' : `${identifiant.type} ${identifiant.id}`;
  if (identifiant === null) {
    constat.signaler('individu-invalide', element, {});
  } else {
    const premiere = dejaVu(lignes, cleDeLEnseignant(identifiant), element);
    if (premiere !== undefined) constat.signaler('individu-en-double', element, { enseignant: cite, premiere });
  }
  const nom = texteDe(element, 'NOM_USAGE') ?? texteDe(element, 'NOM_PATRONYMIQUE') ?? '';
  if (nom === '') constat.signaler('individu-sans-nom', element, { enseignant: cite });
  const prenom = texteDe(element, 'PRENOM');
  const fonction = texteDe(element, 'FONCTION');
  for (const texte of [nom, prenom ?? '', fonction ?? '']) {
    if (depasse(texte, NOM_MAX)) {
      constat.signaler('texte-trop-long', element, { champ: 'nom, prénom ou fonction', max: NOM_MAX });
    }
  }
  const principalDe = petitsEnfants(element, 'PROFS_PRINC').flatMap((un) => texteDe(un, 'CODE_STRUCTURE') ?? []);
  const enseignant: Enseignant = {
    id: identifiant?.id ?? '',
    type: identifiant?.type ?? 'local',
    civilite: lireCivilite(texteDe(element, 'CIVILITE')),
    nom,
    prenom,
    fonction,
    principalDe: [...new Set(principalDe)],
  };
  return { constat, position: positionDe(element), enseignant: structuredClone(enseignant) };
}

function lireServices(element: Element, { constat, structure }: StructureLue): ServiceLu[] {
  const services = new Map<string, ServiceLu>();
  for (const service of petitsEnfants(element, 'SERVICES')) {
    const codeMatiere = (service.attributs.CODE_MATIERE ?? '').trim();
    if (!estCodeMatiereBcn(codeMatiere)) {
      constat.signaler('service-matiere-invalide', service, { structure: structure.code });
      continue;
    }
    const modaliteDeCours = service.attributs.CODE_MOD_COURS?.trim() || null;
    const cle = `${codeMatiere}/${modaliteDeCours ?? ''}`;
    const connu = services.get(cle);
    if (connu !== undefined) {
      constat.signaler('service-en-double', service, { matiere: codeMatiere, structure: structure.code });
    }
    const { type, code } = structure;
    services.set(cle, {
      position: positionDe(service),
      structure: { type, code },
      codeMatiere,
      modaliteDeCours,
      enseignants: reunir(connu?.enseignants ?? [], lireEnseignants(service)),
    });
  }
  return [...services.values()];
}

/** An identifier without id or type tells nobody: it is looked for as it stands, and found unknown. */
function lireEnseignants(service: Element): Service['enseignants'] {
  return petitsEnfants(service, 'ENSEIGNANTS').map((un) => lireIdentifiant(un) ?? { id: '', type: 'local' });
}

function reunir(uns: Service['enseignants'], autres: Service['enseignants']): Service['enseignants'] {
  return [...new Map([...uns, ...autres].map((un) => [cleDeLEnseignant(un), un])).values()];
}

/** The service with the teachers that the file describes: another could never sign in. */
function sansInconnus(
  { position, ...service }: ServiceLu,
  { code }: StructureScolaire,
  connus: ReadonlySet<string>,
  constat: Constat,
): Service {
  const enseignants = service.enseignants.filter((un) => connus.has(cleDeLEnseignant(un)));
  if (enseignants.length < service.enseignants.length) {
    constat.signaler('enseignant-inconnu', position, { matiere: service.codeMatiere, structure: code });
  }
  return { ...service, enseignants };
}
