import { createWriteStream, statSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { EditionDeJury, LivretDeJury } from '../../shared/jury/edition.ts';
import { decimalAffiche, noteAffichee } from '../../shared/kernel/note.ts';
import { BANDES, classe, LIBELLES, NIVEAUX } from '../../shared/livret/libelles.ts';
import type { DisciplinePresentee } from '../../shared/livret/presentation.ts';

/**
 * What a program without a browser takes to write the same words and rules: no stylesheet, no table that lays itself
 * out, no rule against a cut, and the faces that every reader has, since pdfkit cannot cut ours from the layer's
 * WOFF2. Only a measure to compare with.
 */
const MM = 72 / 25.4;
const [GAUCHE, DROITE, HAUT, BAS] = [9 * MM, 201 * MM, 15 * MM, 284 * MM];
const LARGEUR = DROITE - GAUCHE;
/** Left edges of the columns, shares of the width. */
const COLONNES = {
  discipline: 0,
  eleve: 0.149,
  groupe: 0.236,
  competences: 0.376,
  niveaux: 0.688,
  appreciation: 0.774,
};

export async function ecrireAvecPdfkit(edition: EditionDeJury, sortie: string): Promise<number> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false });
  const flux = pdf.pipe(createWriteStream(sortie));
  for (const candidat of edition.candidats) ecrireLivret(pdf, candidat);
  pdf.end();
  await finished(flux);
  return statSync(sortie).size;
}

type Pdf = InstanceType<typeof PDFDocument>;

function ecrireLivret(pdf: Pdf, { noPv, livret }: LivretDeJury): void {
  let y = HAUT;
  const nouvellePage = (titre: string) => {
    pdf.addPage();
    ecrire(pdf, 'Helvetica-Bold', 11, `${LIBELLES.noEleve} ${livret.noEleve}`, GAUCHE, HAUT - 20, LARGEUR, 'right');
    ecrire(pdf, 'Helvetica', 8, titre, GAUCHE, HAUT - 20, LARGEUR, 'center');
    ecrire(pdf, 'Helvetica', 8, `No PV ${noPv}`, GAUCHE, BAS + 10, LARGEUR);
    y = HAUT;
  };
  for (const annee of livret.annees) {
    const titre = `${classe(annee)} — ${annee.annee}-${annee.annee + 1}`;
    nouvellePage(titre);
    y += ecrire(pdf, 'Helvetica-Bold', 12.5, titre, GAUCHE, y, LARGEUR) + 4;
    for (const { intitule, disciplines } of annee.groupes) {
      y += ecrire(pdf, 'Helvetica-Bold', 8, intitule, GAUCHE, y, LARGEUR) + 2;
      for (const discipline of disciplines) {
        if (y + 110 > BAS) nouvellePage(titre);
        y = ecrireDiscipline(pdf, discipline, y);
      }
    }
    for (const texte of [annee.avisEngagement, annee.avisInvestissement, annee.avisChefEtab]) {
      if (y + 30 > BAS) nouvellePage(titre);
      y += ecrire(pdf, 'Times-Roman', 8.25, texte ?? LIBELLES.nonRenseigne, GAUCHE, y, LARGEUR) + 3;
    }
  }
  const fin = [...livret.engagements, livret.avisExamen ?? LIBELLES.nonRenseigne].join(' · ');
  ecrire(pdf, 'Helvetica-Bold', 12.5, fin, GAUCHE, Math.min(y, BAS - 30), LARGEUR);
}

function ecrireDiscipline(pdf: Pdf, discipline: DisciplinePresentee, haut: number): number {
  const x = (colonne: keyof typeof COLONNES) => GAUCHE + COLONNES[colonne] * LARGEUR;
  const bas = [haut + ecrire(pdf, 'Helvetica-Bold', 7.5, discipline.libelle, x('discipline'), haut, 0.14 * LARGEUR)];
  const notes = [...discipline.periodes, discipline.annuelle];
  notes.forEach((note, rang) => {
    ecrire(
      pdf,
      'Helvetica',
      7.5,
      rang < notes.length - 1 ? `${rang + 1} tr.` : 'année',
      x('eleve'),
      haut + rang * 10,
      40,
    );
    ecrire(pdf, 'Helvetica', 8, noteAffichee(note), x('eleve'), haut + rang * 10, 0.08 * LARGEUR, 'right');
  });
  bas.push(haut + notes.length * 10);
  const { effectif, bandes, moyenne } = discipline.groupe;
  const figures = [
    [LIBELLES.effectif, String(effectif ?? '')],
    ...(bandes === null ? [] : [bandes.moinsDe8, bandes.de8a12, bandes.plusDe12]).map((valeur, rang) => [
      BANDES[rang] ?? '',
      decimalAffiche(valeur),
    ]),
    [LIBELLES.moyenneGroupe, moyenne === null ? '' : decimalAffiche(moyenne)],
  ];
  figures.forEach(([libelle = '', valeur = ''], rang) => {
    ecrire(pdf, 'Helvetica', 7.5, libelle, x('groupe'), haut + rang * 10, 60);
    ecrire(pdf, 'Helvetica', 8, valeur, x('groupe'), haut + rang * 10, 0.13 * LARGEUR, 'right');
  });
  let y = haut;
  for (const { intitule, competences } of discipline.rubriques) {
    if (intitule !== null) y += ecrire(pdf, 'Helvetica', 7.5, intitule, x('competences'), y, 0.3 * LARGEUR);
    for (const { libelle, niveau } of competences) {
      const colonne = NIVEAUX.findIndex(([nom]) => nom === niveau);
      const croix = x('niveaux') + Math.max(0, colonne) * 0.0215 * LARGEUR;
      if (niveau !== null) ecrire(pdf, 'Helvetica-Bold', 8, colonne < 0 ? niveau : '×', croix, y, 12);
      y += ecrire(pdf, 'Helvetica', 7.5, libelle, x('competences'), y, 0.3 * LARGEUR);
    }
  }
  bas.push(
    y,
    haut + ecrire(pdf, 'Times-Roman', 8.25, discipline.appreciation ?? '', x('appreciation'), haut, 0.22 * LARGEUR),
  );
  const fin = Math.max(...bas) + 4;
  pdf.lineWidth(0.4).strokeColor('#bcc0c6');
  pdf.moveTo(GAUCHE, fin).lineTo(DROITE, fin).stroke();
  for (let niveau = 0; niveau <= 4; niveau += 1) {
    const trait = x('niveaux') + niveau * 0.0215 * LARGEUR;
    pdf.moveTo(trait, haut).lineTo(trait, fin).stroke();
  }
  return fin + 3;
}

/** Writes a text and returns its height. */
function ecrire(
  pdf: Pdf,
  police: string,
  corps: number,
  texte: string,
  x: number,
  y: number,
  largeur: number,
  align: 'left' | 'right' | 'center' = 'left',
): number {
  pdf.font(police).fontSize(corps).text(texte.replaceAll('≥', '>='), x, y, { width: largeur, align, lineBreak: true });
  return pdf.y - y;
}
