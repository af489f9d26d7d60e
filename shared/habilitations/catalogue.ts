import { tableauMarkdown as tableau } from '../kernel/texte.ts';
import { ROLES, type Role } from './acteur.ts';
import { estDelegable, PORTEES, type Portee, porteesDe, ROLES_DU_RESEAU } from './droits.ts';
import { OPERATIONS, type Operation, THEMES, type Theme } from './operations.ts';

/** `docs/habilitations.md`: the whole matrix of rights, as people look up who may do what. */

/** Words of the cells. */
const MOTS: Readonly<Record<Portee, string>> = {
  etablissement: 'établissement',
  classe: 'sa classe',
  enseignements: 'ses enseignements',
  eleves: 'ses élèves',
  delegation: 'si délégué',
  academie: 'académie',
  soi: 'son livret',
  jury: 'ses jurys',
};
const REFUSE = '—';

export function pageDesHabilitations(): string {
  const roles = Object.keys(ROLES) as Role[];
  const sections = (Object.keys(THEMES) as Theme[]).map((theme) => {
    const operations = (Object.keys(OPERATIONS) as Operation[]).filter((une) => OPERATIONS[une].theme === theme);
    const rangees = operations.map((operation) => [
      `${OPERATIONS[operation].libelle} (\`${operation}\`)`,
      ...roles.map((role) => cellule(role, operation)),
      estDelegable(operation) ? 'oui' : 'non',
    ]);
    return `## ${THEMES[theme]}\n\n${tableau([['opération', ...roles.map((role) => ROLES[role]), 'délégable'], ...rangees])}`;
  });
  const legende = (Object.keys(PORTEES) as Portee[]).map((portee) => [MOTS[portee], PORTEES[portee]]);
  return `# Les habilitations

<!-- Page écrite par « npm run docs:habilitations » : ne la modifiez pas. -->

Qui peut faire quoi, et jusqu’où. Ce qui n’est pas dans ces tableaux est refusé, à tous. Rien ne franchit la limite d’une
académie. L’état du livret et le calendrier peuvent refuser en plus ce qu’un rôle permettrait.

${tableau([['portée', 'ce qu’elle couvre'], ...legende, [REFUSE, 'refusé']])}

Une même personne qui a plusieurs rôles en exerce un à la fois. Services et divisions sont ceux de l’année scolaire en
cours : un enseignant ne touche pas aux années passées.

**Réseau.** Quand le paramètre \`accesExterne\` de l’académie vaut \`ferme\`, ${enumerer(ROLES_DU_RESEAU.map((role) => ROLES[role]))} ne
travaillent que sur le réseau de leur établissement : de l’extérieur, tout leur est refusé (\`acces-externe-ferme\`).

**Délégations.** Le chef ou son adjoint délègue à une personne des actes de la colonne « délégable », d’un jour à un
autre de la même année scolaire, tous deux compris. Une délégation se révoque à tout moment, avec effet immédiat ; elle
ne se délègue pas à son tour. Sans acte, elle ouvre ce qui est marqué « ${MOTS.etablissement} » pour le délégué : le contrôle et
l’impression. Hors des dates d’une délégation, ses actes sont refusés (\`delegation-expiree\`) ; qui n’en a aucune autre
en vigueur n’est plus délégué, et tout lui est refusé (\`delegation-absente\`). « lsl delegations » les donne, les liste et
les révoque.

${sections.join('\n\n')}
`;
}

function cellule(role: Role, operation: Operation): string {
  const portees = porteesDe(role, operation);
  return portees.length === 0 ? REFUSE : portees.map((portee) => MOTS[portee]).join(', ');
}

function enumerer(mots: readonly string[]): string {
  return mots.length < 2 ? mots.join() : `${mots.slice(0, -1).join(', ')} et ${mots.at(-1)}`;
}
