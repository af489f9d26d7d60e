import {
  estDelegable,
  libelleDe,
  OPERATIONS,
  type Operation,
  ROLES,
  type Role,
  rolesDe,
} from '../habilitations/index.ts';
import { tableauMarkdown } from '../kernel/texte.ts';
import { ACTES, ETATS, LIBELLES_ACTE, LIBELLES_ETAT, OUVERTURES, TRANSITIONS } from './machine.ts';

/** `docs/etats.md`: the life of a livret, as people look up what is possible when. */
export function pageDesEtats(): string {
  const ouvert = (oui: boolean): string => (oui ? 'ouvert' : '—');
  const etats = ETATS.map((etat) => {
    const { contenu, format, opposition } = OUVERTURES[etat];
    return [LIBELLES_ETAT[etat], ouvert(contenu), ouvert(format), ouvert(opposition)];
  });
  const actes = ACTES.map((acte) => {
    const transition = TRANSITIONS[acte];
    return [
      LIBELLES_ACTE[acte],
      transition.de.map((etat) => LIBELLES_ETAT[etat]).join(', '),
      LIBELLES_ETAT[transition.vers],
      quiPeut(transition.par),
      'si' in transition ? transition.si : '',
    ];
  });
  return `# La vie d’un livret

<!-- Page écrite par « npm run docs:etats » : ne la modifiez pas. -->

Un livret est toujours dans un seul de ces états. Le format, l’opposition, l’appariement, la présence au centre et
l’ouverture aux familles sont à côté : ils ne changent pas son état.

## Ce qu’un état laisse ouvert

Le contenu est ce que des saisies ou des imports changent ; il ne s’agit que des années de la session du livret : un
redoublant continue dans les suivantes.

${tableauMarkdown([['état', 'contenu', 'format', 'opposition'], ...etats])}

## Ce qui le fait changer d’état

Tout autre passage est refusé (\`transition-interdite\`), et chaque changement écrit son événement dans la chaîne de preuve.

${tableauMarkdown([['acte', 'depuis', 'vers', 'qui', 'condition'], ...actes])}

« Le contenu » : le livret suit ce qu’il contient, qui que ce soit qui l’ait écrit. « La conservation » : les durées
légales, jamais une personne. Les droits eux-mêmes, avec leur portée, sont dans [Les habilitations](habilitations.md).
`;
}

function quiPeut(par: string): string {
  if (!Object.hasOwn(OPERATIONS, par)) return par;
  const operation = par as Operation;
  const roles = rolesDe(operation).map((role: Role) => ROLES[role]);
  return `${roles.join(', ')} (${libelleDe(operation).toLowerCase()}${estDelegable(operation) ? ', délégable' : ''})`;
}
