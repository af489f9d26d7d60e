import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { Document } from '../../shared/fabrique/ecriture.ts';
import { octetsDe } from '../../shared/fabrique/ecriture.ts';
import { type AnneeDuSommaire, type Fabrication, fabriquer } from '../../shared/fabrique/fabriquer.ts';
import type { Demande } from '../../shared/fabrique/monde.ts';
import type { DossierDeFlux, Flux } from '../../shared/imports/dossiers.ts';
import { lireFlux } from '../../shared/imports/lire-flux.ts';
import type { Enseignant, Service } from '../../shared/livret/index.ts';

/** Worlds in memory, read as the project reads real files. */

export function fabrication(demande: Partial<Demande>): Fabrication {
  return fabriquer({
    graine: 1,
    eleves: 100,
    academie: null,
    defauts: false,
    nomenclature: null,
    annee: null,
    ...demande,
  });
}

export function documentDe({ documents }: Fabrication, chemin: string): Document {
  for (const document of documents()) if (document.chemin === chemin) return document;
  throw new Error(`no document ${chemin}`);
}

export async function* octets(document: Document): AsyncGenerator<Uint8Array> {
  yield* octetsDe(document);
}

export function contenu(document: Document): Buffer {
  return Buffer.concat([...octetsDe(document)]);
}

/** The text as a reader of its encoding sees it. */
export function texteDe(document: Document): string {
  return new TextDecoder(document.encodage).decode(contenu(document));
}

export function empreinte({ documents }: Fabrication): string {
  const somme = createHash('sha256');
  for (const document of documents()) {
    somme.update(`${document.chemin}\n`);
    for (const tranche of octetsDe(document)) somme.update(tranche);
  }
  return somme.digest('hex');
}

/** All the dossiers of a file, and the codes of all that its reader finds wrong. */
export async function lire<F extends Flux>(
  document: Document,
  flux: F,
): Promise<{ readonly dossiers: DossierDeFlux[F][]; readonly anomalies: string[] }> {
  const dossiers: DossierDeFlux[F][] = [];
  const anomalies: string[] = [];
  for await (const lu of lireFlux(octets(document))) {
    if (lu.type === 'entete') continue;
    anomalies.push(...lu.anomalies.map(({ code, eleve }) => `${code} ${eleve}`));
    if (lu.type === 'dossier' && lu.flux === flux) dossiers.push(lu.dossier as DossierDeFlux[F]);
  }
  return { dossiers, anomalies };
}

export interface AnneeLue {
  readonly annee: number;
  readonly eleves: DossierDeFlux['eleves'][];
  readonly notes: DossierDeFlux['notes'][];
  readonly anomalies: string[];
}

export async function lireAnnee(monde: Fabrication, { annee, eleves, notes }: AnneeDuSommaire): Promise<AnneeLue> {
  const siecle = await lire(documentDe(monde, eleves), 'eleves');
  const lsl = await lire(documentDe(monde, notes), 'notes');
  return {
    annee,
    eleves: siecle.dossiers,
    notes: lsl.dossiers,
    anomalies: [...siecle.anomalies, ...lsl.anomalies],
  };
}

export interface Noeud {
  readonly [nom: string]: Noeud[];
}

/** An XML document as nested lists: `racine.DONNEES[0].ELEVES[0].ELEVE`; attributes begin with @, text is `#text`. */
export function arbre(document: Document): Noeud {
  const lecteur = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    alwaysCreateTextNode: true,
    isArray: (_nom, _chemin, _feuille, attribut) => attribut !== true,
  });
  return lecteur.parse(texteDe(document)) as Noeud;
}

/** The elements at the end of a path: `aller(racine, 'DONNEES/ELEVES/ELEVE')`. */
export function aller(noeud: Noeud | undefined, chemin: string): Noeud[] {
  return chemin
    .split('/')
    .reduce<Noeud[]>((noeuds, nom) => noeuds.flatMap((un) => un[nom] ?? []), noeud === undefined ? [] : [noeud]);
}

export function valeur(noeud: Noeud | undefined, nom: string): string | undefined {
  const [premier] = noeud?.[nom] ?? [];
  return premier?.['#text'] as unknown as string | undefined;
}

export function attribut(noeud: Noeud, nom: string): string {
  return noeud[`@${nom}`] as unknown as string;
}

/** Teachers and services of an STS document. */
export function lireSts(document: Document): { readonly services: Service[]; readonly enseignants: Enseignant[] } {
  const sts = arbre(document);
  const structures = (['D', 'G'] as const).flatMap((type) =>
    aller(sts, `STS_EDT/DONNEES/STRUCTURE/${type === 'D' ? 'DIVISIONS/DIVISION' : 'GROUPES/GROUPE'}`).map(
      (structure) => ({ type, structure }),
    ),
  );
  return {
    services: structures.flatMap(({ type, structure }) =>
      aller(structure, 'SERVICES/SERVICE').map((service) => ({
        structure: { type, code: attribut(structure, 'CODE') },
        codeMatiere: attribut(service, 'CODE_MATIERE'),
        modaliteDeCours: attribut(service, 'CODE_MOD_COURS'),
        enseignants: aller(service, 'ENSEIGNANTS/ENSEIGNANT').map(identifiantDe),
      })),
    ),
    enseignants: aller(sts, 'STS_EDT/DONNEES/INDIVIDUS/INDIVIDU').map((individu) => ({
      ...identifiantDe(individu),
      civilite: valeur(individu, 'CIVILITE') ?? null,
      nom: valeur(individu, 'NOM_USAGE') ?? '',
      prenom: valeur(individu, 'PRENOM') ?? null,
      fonction: valeur(individu, 'FONCTION') ?? null,
      principalDe: aller(individu, 'PROFS_PRINC/PROF_PRINC').flatMap((un) => valeur(un, 'CODE_STRUCTURE') ?? []),
    })),
  };
}

function identifiantDe(noeud: Noeud): Pick<Enseignant, 'id' | 'type'> {
  return { id: attribut(noeud, 'ID'), type: attribut(noeud, 'TYPE') === 'local' ? 'local' : 'epp' };
}
