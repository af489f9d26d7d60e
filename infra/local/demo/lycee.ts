import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pc from 'picocolors';
import type { EtatDeLAppariement } from '../../../shared/appariement/consulter-appariement.ts';
import { ecrire } from '../../../shared/cli/affichage.ts';
import { SORTIE } from '../../../shared/cli/sorties.ts';
import type { CompteRendu } from '../../../shared/imports/depot.ts';
import { ErreurCodee } from '../../../shared/kernel/erreur.ts';
import { compte } from '../../../shared/kernel/texte.ts';
import type { LigneDeTableau } from '../../../shared/livret/lister-livrets.ts';
import { LIBELLES_DE_MANQUE } from '../../../shared/livret/manque.ts';
import type { LivretAValider, ValidationDeDivision } from '../../../shared/livret/valider-division.ts';
import type { EnvoiDemande } from '../../../shared/transfert/envoyer-livrets.ts';
import { type Faute, malSaisir } from './fautes.ts';
import { commander, controler, lireSortie, SESSION } from './scene.ts';

const ELEVES = 120;
/** The one lycée of the world of seed 1, under the fictional department 999. */
const UAI = '9990001X';
export const JURY_DU_LYCEE = 'MIXTE-001';
const ETABLISSEMENT = ['--etablissement', UAI, '--session', SESSION];

/** A whole fictional lycée of 120 pupils of terminale, invented in `dossier`. */
export class Lycee {
  readonly #nuage: string;
  readonly #dossier: string;

  constructor(nuage: string, resultats: string) {
    this.#nuage = nuage;
    this.#dossier = join(resultats, 'lycee');
  }

  async deposer(): Promise<void> {
    await rm(this.#dossier, { recursive: true, force: true });
    const taille = ['--eleves', String(ELEVES), '--graine', '1', '--annee', '2015'];
    await commander(this.#nuage, ['fabriquer', ...taille, '--sortie', this.#dossier], SORTIE.reussite);
    await this.#deposer('nomenclature.xml', 'academie', 'MEF');
    await this.#deposer(this.#siecle, UAI, 'élèves');
    await this.#deposer(join(UAI, '2015', `sts_emp_${UAI}_2015.xml`), UAI, 'structures et services');
    await this.#deposer(join(UAI, '2015', `lsl_${UAI}_2015.xml`), UAI, 'livrets');
  }

  /** Three lines of the DEC's file are typed wrong: a machine mends one of them, and leaves the others to persons. */
  async apparier(): Promise<void> {
    const fichier = join(this.#dossier, 'candidats.csv');
    const { texte, fautes } = malSaisir(await readFile(fichier, 'latin1'));
    await writeFile(fichier, texte, 'latin1');
    await this.#deposer('candidats.csv', 'academie', 'candidats', '--session', SESSION);

    const aDecider = fautes.filter(({ motif }) => motif !== null);
    const eleves = await this.#envoyerLesIdentifiants(ELEVES - aDecider.length);
    for (const faute of aDecider) await this.#decider(eleves, faute);
    // The DEC's duplicate has no pupil: it stays to be settled.
    await commander(this.#nuage, ['appariement', '--session', SESSION], SORTIE.partielle);
  }

  async #envoyerLesIdentifiants(attendus: number): Promise<EtatDeLAppariement['eleves']> {
    const { eleves } = await this.#muette<EtatDeLAppariement>(['appariement', ...ETABLISSEMENT, '--envoyer']);
    const apparies = eleves.filter(({ noEleve }) => noEleve !== null).length;
    resumer(`${apparies} élèves appariés sur ${eleves.length}`, apparies === attendus);
    return eleves;
  }

  async #decider(eleves: EtatDeLAppariement['eleves'], { ine, noCandidat, motif }: Faute): Promise<void> {
    const eleve = eleves.find((un) => un.ine === ine)?.eleveId ?? '';
    const args = ['apparier', eleve, noCandidat, ...ETABLISSEMENT, '--motif', motif ?? ''];
    await commander(this.#nuage, args, SORTIE.reussite);
  }

  async envoyer(): Promise<void> {
    const { demandes, retenus } = await this.#muette<EnvoiDemande>(['transferer', ...ETABLISSEMENT, '--attendre']);
    resumer(
      `${compte(demandes, 'livret reçu', 'livrets reçus')} par le référentiel national, ${compte(retenus.length, 'retenu')}`,
      demandes === ELEVES && retenus.length === 0,
    );
  }

  /** @returns what was found in the jury's file, which is written at `zip` */
  async demanderLeFichier(zip: string): Promise<string> {
    const fichier = ['fichier-jury', '--session', SESSION, '--jury', JURY_DU_LYCEE, '--telecharger', zip];
    await commander(this.#nuage, fichier, SORTIE.reussite);
    return controler(this.#nuage, { jury: JURY_DU_LYCEE, zip, siecle: join(this.#dossier, this.#siecle), uai: UAI });
  }

  get #siecle(): string {
    return join(UAI, '2015', 'ElevesSansAdresses.xml');
  }

  async #deposer(fichier: string, proprietaire: string, quoi: string, ...options: string[]): Promise<void> {
    const args = ['deposer', join(this.#dossier, fichier), '--pour', proprietaire, ...options, '--attendre'];
    const { verdict, dossiers } = await this.#muette<CompteRendu>(args);
    resumer(`${dossiers.acceptes} ${quoi}, ${dossiers.avertis} avec avertissement`, verdict === 'accepte');
  }

  /** Runs a command whose answer is too long for a screen. */
  #muette<T>(args: readonly string[]): Promise<T> {
    return lireSortie<T>(this.#nuage, [...args, '--json'], true);
  }

  /**
   * Opens all of terminale to families, then validates division by division (R65). The divisions of some who
   * repeated terminale are held up: no list of SIECLE says what they followed two years ago. Their head puts those livrets
   * on paper, and the divisions are validated.
   */
  async valider(): Promise<void> {
    const terminale = ['--etablissement', UAI, '--annee', '2015', '--niveau', 'Terminale', '--json'];
    await lireSortie(this.#nuage, ['consultation', ...terminale, '--ouvrir'], true);
    await lireSortie(this.#nuage, ['consultation', ...terminale, '--informees', 'papier'], true);
    const eleves = await lireSortie<LigneDeTableau[]>(this.#nuage, ['livrets', ...ETABLISSEMENT, '--json']);
    const divisions = [...new Set(eleves.flatMap(({ division }) => division ?? []))].sort();
    const validerLesDivisions = async (voulues: readonly string[]) => {
      const retenues: string[] = [];
      const livrets: LivretAValider[] = [];
      for (const [rang, division] of voulues.entries()) {
        const demande = ['valider', ...ETABLISSEMENT, '--division', division, '--oui', '--json'];
        const { etat, livrets: siens } = await lireSortie<ValidationDeDivision>(this.#nuage, demande, rang === 0);
        if (etat === 'refusee') retenues.push(division);
        livrets.push(...siens);
      }
      if (voulues.length > 1)
        ecrire(pc.dim(`  … et ${compte(voulues.length - 1, 'autre division', 'autres divisions')}`));
      return { retenues, livrets, valides: livrets.filter(({ sort }) => sort === 'valide').length };
    };

    const { retenues, livrets, valides } = await validerLesDivisions(divisions);
    const bloques = livrets.filter(({ sort }) => sort === 'bloque');
    const manques = new Set(bloques.flatMap((livret) => livret.manques.map(({ code }) => LIBELLES_DE_MANQUE[code])));
    resumer(
      `${compte(valides, 'livret validé', 'livrets validés')}, ${compte(retenues.length, 'division retenue', 'divisions retenues')} ` +
        `par ${compte(bloques.length, 'livret')} (${[...manques].join(', ')})`,
      valides < ELEVES && manques.size === 1,
    );
    for (const [rang, { livretId }] of bloques.entries()) {
      const papier = ['format', livretId, 'papier', '--motif', 'profil-atypique', '-e', UAI, '--json'];
      await lireSortie(this.#nuage, papier, rang === 0);
    }
    const suite = await validerLesDivisions(retenues);
    const tous = valides + suite.valides;
    resumer(
      `${compte(tous, 'livret validé', 'livrets validés')} dans ${compte(divisions.length, 'division')}, ` +
        `${compte(bloques.length, 'livret')} sur papier`,
      tous + bloques.length === ELEVES,
    );
  }
}

function resumer(texte: string, attendu: boolean): void {
  ecrire(`${attendu ? pc.green('✓') : pc.red('✗')} ${texte}`);
  if (attendu) return;
  throw new ErreurCodee(
    'demo-interrompue',
    `Ce résultat n’est pas celui qui était attendu : ${texte}.`,
    'Signalez cette erreur avec les journaux du nuage local.',
  );
}
