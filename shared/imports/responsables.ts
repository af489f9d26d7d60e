import type { Responsable } from '../livret/index.ts';
import type { Element } from '../xml/element.ts';
import type { Evenement, Plan } from '../xml/lire-elements.ts';
import { Constat } from './constat.ts';
import type { Lu } from './lu.ts';
import { elementsDeLExport, enteteDeSiecle, positionDe, texteDe } from './siecle.ts';
import { depasse, lireCivilite, lireEleveId } from './valeurs.ts';

/**
 * SIECLE's export of guardians, with or without addresses (formats.md §2). Who they are and whose guardians is all
 * that is read: addresses, telephones, e-mails and professions are passed over.
 */
export const RACINE_RESPONSABLES = 'BEE_RESPONSABLES';

export const PLAN_RESPONSABLES: Plan = new Map<string, Plan | 'arbre'>([
  ['PARAMETRES', 'arbre'],
  [
    'DONNEES',
    new Map<string, Plan>([
      ['PERSONNES', new Map([['PERSONNE', 'arbre']])],
      ['RESPONSABLES', new Map([['RESPONSABLE_ELEVE', 'arbre']])],
    ]),
  ],
]);

const NOM_MAX = 100;
/** Codes of the kinship are of one or two characters, identifiers of a dozen digits. */
const CODE_MAX = 20;

type Personne = Omit<Responsable, 'niveau' | 'parente'>;

interface PersonneLue {
  readonly personne: Personne;
  enDouble: boolean;
}

interface Lien extends Pick<Responsable, 'personneId' | 'niveau' | 'parente'> {
  readonly position: { readonly ligne: number; readonly colonne: number };
}

export async function* lireResponsables(
  _racine: Element,
  evenements: AsyncIterable<Evenement>,
): AsyncGenerator<Lu, void, undefined> {
  const personnes = new Map<string, PersonneLue>();
  const liens = new Map<string, Lien[]>();
  for await (const element of elementsDeLExport(evenements)) {
    if (element.nom === 'PARAMETRES') {
      yield enteteDeSiecle(element, 'responsables');
    } else if (element.nom === 'PERSONNE') {
      retenirPersonne(element, personnes);
    } else {
      const valeur = texteDe(element, 'ELEVE_ID') ?? '';
      const eleveId = lireEleveId(valeur);
      if (eleveId === undefined) {
        yield refuserLien(element, valeur);
        continue;
      }
      const siens = liens.get(eleveId);
      if (siens === undefined) liens.set(structuredClone(eleveId), [lireLien(element)]);
      else siens.push(lireLien(element));
    }
  }
  for (const [eleveId, siens] of liens) yield conclure(eleveId, siens, personnes);
}

function refuserLien(element: Element, valeur: string): Lu {
  const constat = new Constat(null);
  constat.signaler('eleve-id-invalide', element, { valeur });
  return { type: 'refus', eleve: null, anomalies: constat.anomalies };
}

function retenirPersonne(element: Element, personnes: Map<string, PersonneLue>): void {
  const personneId = (element.attributs.PERSONNE_ID ?? '').trim();
  const connue = personnes.get(personneId);
  if (connue !== undefined) {
    connue.enDouble = true;
    return;
  }
  // A copy, because the texts are slices of the file that would keep it whole in memory until its end.
  const personne: Personne = structuredClone({
    personneId,
    civilite: lireCivilite(texteDe(element, 'LC_CIVILITE')),
    nomDeFamille: texteDe(element, 'NOM_DE_FAMILLE') ?? '',
    nomUsage: texteDe(element, 'NOM_USAGE'),
    prenom: texteDe(element, 'PRENOM'),
  });
  personnes.set(personne.personneId, { personne, enDouble: false });
}

function lireLien(element: Element): Lien {
  return structuredClone({
    position: positionDe(element),
    personneId: texteDe(element, 'PERSONNE_ID') ?? '',
    niveau: lireNiveau(element),
    parente: texteDe(element, 'CODE_PARENTE')?.slice(0, CODE_MAX) ?? null,
  });
}

/**
 * The legal guardians only: level 1, which both parents may have, since version 2.1; RESP_LEGAL 1 and 2 before. Level 2
 * has charge of the pupil and level 3 is to be called: neither is a guardian by law.
 */
function lireNiveau(element: Element): Responsable['niveau'] {
  const niveau = texteDe(element, 'NIVEAU_RESPONSABILITE');
  if (niveau !== null) return niveau === '1' ? '1' : null;
  const ancien = texteDe(element, 'RESP_LEGAL');
  return ancien === '1' || ancien === '2' ? ancien : null;
}

function conclure(eleveId: string, liens: readonly Lien[], personnes: ReadonlyMap<string, PersonneLue>): Lu {
  const constat = new Constat(eleveId);
  const responsables = new Map<string, Responsable>();
  for (const { position, personneId, niveau, parente } of liens) {
    const lue = personnes.get(personneId);
    if (lue === undefined || personneId === '' || personneId.length > CODE_MAX) {
      constat.signaler('responsable-inconnu', position, {});
    } else if (lue.personne.nomDeFamille === '') {
      constat.signaler('responsable-sans-nom', position, {});
    } else if (responsables.has(personneId)) {
      constat.signaler('responsable-en-double', position, {});
    } else {
      const { nomDeFamille, nomUsage, prenom } = lue.personne;
      if ([nomDeFamille, nomUsage ?? '', prenom ?? ''].some((texte) => depasse(texte, NOM_MAX))) {
        constat.signaler('texte-trop-long', position, { champ: 'nom ou prénom', max: NOM_MAX });
      }
      if (lue.enDouble) constat.signaler('personne-en-double', position, {});
      responsables.set(personneId, { ...lue.personne, niveau, parente });
    }
  }
  const position = liens[0]?.position ?? { ligne: 1, colonne: 1 };
  return constat.conclure('responsables', { position, eleveId, responsables: [...responsables.values()] });
}
