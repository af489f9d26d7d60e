import pc from 'picocolors';
import { conduiteATenir } from '../../jury/conduite.ts';
import type { EditionConsultee } from '../../jury/consulter-fichier.ts';
import { ErreurCodee } from '../../kernel/erreur.ts';
import { attendre, ecrire } from '../affichage.ts';
import type { Cible } from '../cible.ts';
import { SORTIE, type Sortie } from '../sorties.ts';

const DELAI = 15 * 60_000;

const ISSUES: Readonly<Record<string, string>> = {
  identique: 'le fichier refait est celui qui est gardé, octet pour octet',
  'modele-change': 'le modèle de la page n’est plus celui de cette édition : le fichier refait diffère',
  different: 'le fichier refait diffère, du même modèle',
};

/** Has the last edition of a jury composed again, and tells whether its bytes are those that are kept. */
export async function refaireFichierJury(
  cible: Cible,
  { session, jury, json }: { readonly session: number; readonly jury: string; readonly json: boolean },
): Promise<Sortie> {
  const consulter = (): Promise<EditionConsultee> => cible.appeler('jury/consulter-fichier', { session, jury });
  const avant = (await consulter()).refaite?.demandeeLe;
  await cible.appeler('jury/demander-fichier', { session, jury, refaire: true });
  const edition = await attendre(
    () => 'Composition de nouveau, pour comparer',
    async () => {
      const lue = await consulter();
      return lue.refaite !== undefined && lue.refaite.demandeeLe !== avant ? lue : null;
    },
    DELAI,
    () =>
      new ErreurCodee(
        'comparaison-en-retard',
        'Le fichier du jury n’est pas encore composé de nouveau.',
        'La file est longue : recommencez plus tard, rien n’est remplacé.',
      ),
  );
  const { n, empreinte, refaite } = edition;
  const issue = refaite?.issue ?? '';
  const identique = issue === 'identique';
  if (json) ecrire(JSON.stringify({ session, jury, edition: n, empreinte, refaite }, null, 2));
  else {
    ecrire(
      `Jury ${jury}, session ${session}, édition ${n} : ${(identique ? pc.green : pc.red)(ISSUES[issue] ?? issue)}`,
    );
    ecrire(`  gardé  : ${empreinte}`);
    if (refaite?.empreinte != null) ecrire(`  refait : ${refaite.empreinte}`);
    if (!identique) ecrire(`  à faire : ${conduiteATenir(issue)}`);
  }
  return identique ? SORTIE.reussite : SORTIE.echec;
}
