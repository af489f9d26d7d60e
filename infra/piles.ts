import type { App, Environment } from 'aws-cdk-lib';
import { type Deploiement, NATIONAL } from './constructs/deploiement.ts';
import { type Academie, type Demande, lireDemande, type Parametres, parametresDe } from './parametres.ts';
import { referentiel } from './referentiel.ts';
import { sujetDesAlertes } from './stacks/alertes.ts';
import { Guichet } from './stacks/guichet.ts';
import { National } from './stacks/national.ts';
import { Stockage } from './stacks/stockage.ts';
import { Traitement } from './stacks/traitement.ts';

/** Everything runs in Paris. */
const REGION = 'eu-west-3';

/**
 * The stacks that the context asks for: those of académies, the référentiel's, or all of them on the local cloud.
 *
 * @param parametres @default those of this folder
 * @throws ErreurCodee when the context or the parameters ask for what cannot be
 */
export function creerPiles(app: App, parametres: Parametres = parametresDe(import.meta.dirname)): void {
  const demande = lireDemande((cle) => app.node.tryGetContext(cle), parametres);
  const guichets = demande.national ? creerNational(app, demande, parametres) : null;
  for (const academie of demande.academies) {
    const traitement = creerAcademie(app, demande, academie, parametres);
    const guichet = guichets?.get(academie.slug);
    if (guichet !== undefined) traitement.addStackDependency(guichet);
  }
}

/** @returns the counter of each académie, by its slug */
function creerNational(app: App, { local, horloge }: Demande, parametres: Parametres): ReadonlyMap<string, Guichet> {
  const parametresNationaux = parametres.national();
  const env = environnement(parametresNationaux.compte);
  const academies = parametresNationaux.academies.map(parametres.academie);
  const national = new National(app, 'lsl-national', {
    env,
    description: 'LSL: référentiel national',
    deploiement: { nom: NATIONAL, local, horloge },
    parametres: parametresNationaux,
    academies,
  });
  return new Map(
    academies.map((academie) => [
      academie.slug,
      new Guichet(app, `lsl-national-${academie.slug}`, {
        env,
        description: `LSL: référentiel national, what ${academie.nom} reaches of it`,
        national,
        academie,
      }),
    ]),
  );
}

function creerAcademie(app: App, { local, horloge }: Demande, academie: Academie, parametres: Parametres): Traitement {
  const nom = academie.slug;
  const env = environnement(academie.compte);
  const deploiement = { nom, local, horloge };
  const stockage = new Stockage(app, `lsl-${nom}-stockage`, {
    env,
    description: `LSL: ${academie.nom}, state`,
    deploiement,
  });
  return new Traitement(app, `lsl-${nom}-traitement`, {
    env,
    description: `LSL: ${academie.nom}, processing`,
    contexte: (pile) => ({
      deploiement: {
        ...deploiement,
        alertes: sujetDesAlertes(pile, deploiement, academie.contacts.exploitation),
      } satisfies Deploiement,
      stockage,
      referentiel: referentiel(parametres.national(), nom, pile.account, pile.region),
      calendriers: academie.sessions,
      academies: Object.fromEntries(
        parametres.national().academies.map((slug) => [slug, parametres.academie(slug).nom]),
      ),
      editeurs: { agrees: parametres.editeurs(), regle: academie.editeursNonAgrees },
      accesExterne: academie.accesExterne,
      mentions: academie.mentions,
      transfertsEnParallele: academie.transfertsEnParallele,
      fichiersJury: academie.fichiersJury,
    }),
  });
}

function environnement(compte: string | null): Environment {
  return compte === null ? { region: REGION } : { region: REGION, account: compte };
}
