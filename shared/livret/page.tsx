import type { Child } from 'hono/jsx';
import { decimalAffiche, noteAffichee } from '../kernel/note.ts';
import { BANDES, classe, estNiveauCecrl, LIBELLES, libelleSection, libelleSerie, NIVEAUX } from './libelles.ts';
import type {
  AnneePresentee,
  CompetencePresentee,
  DisciplinePresentee,
  GroupePresente,
  LivretPresente,
} from './presentation.ts';
import { nomDeFeuille } from './style.ts';

/**
 * The livret as pupils, families and juries see it (R43-R55), one and the same component for the screen and for
 * the sheet. It shows no identity because its input has none (rules.md 15).
 */
export function Livret({ livret }: { readonly livret: LivretPresente }) {
  const premiere = livret.annees[0];
  const derniere = livret.annees.at(-1);
  return (
    // The head shares the sheet of the first year: under another name of sheet it would stand alone on a page.
    <article class="livret" lang="fr" style={styleDeFeuille(nomDeFeuille(livret.noEleve, premiere))}>
      <Entete livret={livret} />
      {premiere === undefined ? <p class="absent">{LIBELLES.aucuneAnnee}</p> : null}
      {livret.annees.map((annee) => (
        <Annee
          annee={annee}
          feuille={nomDeFeuille(livret.noEleve, annee)}
          conclusion={annee === derniere ? <Conclusion livret={livret} /> : null}
        />
      ))}
      {derniere === undefined ? <Conclusion livret={livret} /> : null}
    </article>
  );
}

function Entete({ livret }: { readonly livret: LivretPresente }) {
  const { session, serie, annees, noEleve } = livret;
  return (
    <header class="livret-entete">
      <h1>{LIBELLES.titre}</h1>
      <dl class="livret-numero">
        <dt>{LIBELLES.noEleve}</dt>
        <dd>{noEleve}</dd>
      </dl>
      <dl class="livret-identite">
        <div>
          <dt>{LIBELLES.session}</dt>
          <dd>
            <b>{session}</b>
          </dd>
        </div>
        <div>
          <dt>{LIBELLES.serie}</dt>
          <dd>
            <b>{serie.code}</b> {libelleSerie(serie)}
          </dd>
        </div>
        <div>
          <dt>{LIBELLES.parcours}</dt>
          <dd>{annees.map((annee) => `${annee.niveau} ${annee.annee}-${annee.annee + 1}`).join(' · ')}</dd>
        </div>
      </dl>
    </header>
  );
}

function styleDeFeuille(nom: string): string {
  return `page: ${nom}`;
}

function Annee(props: { readonly annee: AnneePresentee; readonly feuille: string; readonly conclusion: Child }) {
  const { annee, feuille, conclusion } = props;
  const avis = [annee.avisEngagement, annee.avisInvestissement, annee.avisChefEtab];
  const bilan = (
    <>
      <div class={avis.some(estLongue) ? 'livret-avis longs' : 'livret-avis'}>
        <Avis titre={LIBELLES.observation} texte={annee.avisEngagement} />
        <Avis titre={LIBELLES.investissement} texte={annee.avisInvestissement} />
        <Avis titre={LIBELLES.chefEtablissement} texte={annee.avisChefEtab} />
      </div>
      {conclusion}
    </>
  );
  return (
    <section class="livret-annee" style={styleDeFeuille(feuille)}>
      <h2>
        {classe(annee)}{' '}
        <span>
          — {annee.annee}-{annee.annee + 1}
        </span>
      </h2>
      {annee.groupes.length === 0 ? (
        <>
          <p class="absent">{LIBELLES.aucuneEvaluation}</p>
          {bilan}
        </>
      ) : (
        <table class="livret-disciplines">
          <caption>{libelleSection(annee)}</caption>
          <Colonnes />
          {annee.groupes.map((groupe) =>
            groupe.disciplines.map((discipline, rang) => (
              <Discipline
                bande={rang === 0 ? groupe.intitule : null}
                discipline={discipline}
                decoupage={annee.decoupage}
              />
            )),
          )}
          {/* Inside the table, where the printer keeps them with the last subject: after it, it does not. */}
          <tfoot>
            <tr>
              <td colspan={9}>{bilan}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}

/** The columns of the model and their heads (R45-R47, R50). */
function Colonnes() {
  return (
    <>
      <colgroup>
        <col class="col-discipline" />
        <col class="col-eleve" />
        <col class="col-groupe" />
        <col />
        {NIVEAUX.map(() => (
          <col class="col-niveau" />
        ))}
        <col class="col-appreciation" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col" rowspan={2}>
            {LIBELLES.disciplines}
          </th>
          <th scope="colgroup" colspan={2}>
            {LIBELLES.evaluationChiffree}
          </th>
          <th scope="colgroup" colspan={5}>
            {LIBELLES.evaluationCompetences}
          </th>
          <th scope="col" rowspan={2} class="appreciation">
            {LIBELLES.appreciation}
          </th>
        </tr>
        <tr>
          <th scope="col">
            {LIBELLES.eleve} <small>{LIBELLES.moyennes}</small>
          </th>
          <th scope="col">
            {LIBELLES.groupe} <small>{LIBELLES.repartition}</small>
          </th>
          <th scope="col">
            {LIBELLES.competences}{' '}
            <small>
              {NIVEAUX.map(([niveau, sens], rang) => (
                <>
                  {rang === 0 ? '' : ', '}
                  <span>
                    {niveau} - {sens}
                  </span>
                </>
              ))}
            </small>
          </th>
          {NIVEAUX.map(([niveau]) => (
            <th scope="col" class="niveau">
              {niveau}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

type Ligne =
  | { readonly rubrique: string }
  | { readonly competence: CompetencePresentee }
  | { readonly sansCompetence: true };

function Discipline(props: {
  readonly bande: string | null;
  readonly discipline: DisciplinePresentee;
  readonly decoupage: 'T' | 'S';
}) {
  const { bande, discipline, decoupage } = props;
  const { libelle, appreciation } = discipline;
  const lignes = lignesDe(discipline);
  const dessous = estLongue(appreciation);
  const classeDe = (rang: number) => [
    'competence',
    rang === 0 ? 'premiere' : '',
    rang === lignes.length - 1 && !dessous ? 'derniere' : '',
  ];
  return (
    // One body of rows a subject: the printer keeps it whole, its name and its band with it.
    <tbody class={dessous ? 'suivie' : undefined}>
      {bande === null ? null : (
        <tr class="bande">
          <th scope="rowgroup" colspan={9}>
            {bande}
          </th>
        </tr>
      )}
      {lignes.map((ligne, rang) => (
        <tr class={classeDe(rang).filter(Boolean).join(' ')}>
          {rang === 0 ? (
            <>
              <th scope="rowgroup" rowspan={lignes.length} class="discipline">
                {libelle}
              </th>
              <Chiffres discipline={discipline} decoupage={decoupage} lignes={lignes.length} />
            </>
          ) : null}
          <Competence ligne={ligne} />
          {rang === 0 ? (
            <td rowspan={lignes.length} class={dessous ? 'appreciation renvoi' : 'appreciation'}>
              {dessous ? LIBELLES.ciDessous : appreciation}
            </td>
          ) : null}
        </tr>
      ))}
      {dessous ? (
        <tr class="premiere derniere">
          <td colspan={9} class="appreciation longue">
            {appreciation}
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** Characters: beyond, a text in its column would take more than a third of the page. */
const LONGUEUR_EN_COLONNE = 600;

function estLongue(texte: string | null): boolean {
  return texte !== null && texte.length > LONGUEUR_EN_COLONNE;
}

function lignesDe(discipline: DisciplinePresentee): readonly Ligne[] {
  const lignes = discipline.rubriques.flatMap((rubrique): Ligne[] => [
    ...(rubrique.intitule === null ? [] : [{ rubrique: rubrique.intitule }]),
    ...rubrique.competences.map((competence) => ({ competence })),
  ]);
  return lignes.length === 0 ? [{ sansCompetence: true }] : lignes;
}

function Chiffres(props: {
  readonly discipline: DisciplinePresentee;
  readonly decoupage: 'T' | 'S';
  readonly lignes: number;
}) {
  const { discipline, decoupage, lignes } = props;
  // Subjects that the nomenclature plans without averages (TPE, EMC) say so: a blank would look like a loss.
  if (!discipline.periodique && discipline.annuelle === null) {
    return (
      <td rowspan={lignes} colspan={2} class="chiffres sans-moyenne">
        {LIBELLES.sansMoyenne}
      </td>
    );
  }
  const periode = decoupage === 'T' ? LIBELLES.trimestre : LIBELLES.semestre;
  return (
    <>
      <td rowspan={lignes} class="chiffres">
        <dl class="livret-moyennes">
          {discipline.periodique
            ? discipline.periodes.map((note, rang) => (
                <div>
                  <dt>
                    {rang + 1} {periode}
                  </dt>
                  <dd>{noteAffichee(note)}</dd>
                </div>
              ))
            : null}
          <div class="annuelle">
            <dt>{LIBELLES.annuelle}</dt>
            <dd>{noteAffichee(discipline.annuelle)}</dd>
          </div>
        </dl>
      </td>
      <td rowspan={lignes} class="chiffres-groupe">
        <Groupe groupe={discipline.groupe} />
      </td>
    </>
  );
}

/** R46, R53: figures of the group as they were imported. */
function Groupe({ groupe }: { readonly groupe: GroupePresente }) {
  const { effectif, moyenne, bandes } = groupe;
  const valeurs = bandes === null ? [] : [bandes.moinsDe8, bandes.de8a12, bandes.plusDe12];
  return (
    <dl class="livret-groupe">
      {effectif === null ? null : (
        <div class="ligne effectif">
          <dt>{LIBELLES.effectif}</dt>
          <dd>{effectif}</dd>
        </div>
      )}
      {valeurs.map((valeur, rang) => (
        <div class={`bandes bande-${rang + 1}`}>
          <dt>{BANDES[rang]}</dt>
          <dd>{decimalAffiche(valeur)}</dd>
        </div>
      ))}
      {moyenne === null ? null : (
        <div class="ligne moyenne">
          <dt>{LIBELLES.moyenneGroupe}</dt>
          <dd>{decimalAffiche(moyenne)}</dd>
        </div>
      )}
    </dl>
  );
}

function Competence({ ligne }: { readonly ligne: Ligne }) {
  if ('sansCompetence' in ligne) return <td colspan={5} />;
  if ('rubrique' in ligne) {
    return (
      <>
        <th scope="rowgroup" class="rubrique">
          {ligne.rubrique}
        </th>
        <Niveaux niveau={null} />
      </>
    );
  }
  const { libelle, niveau } = ligne.competence;
  return (
    <>
      <th scope="row" class="competence">
        {libelle}
      </th>
      {estNiveauCecrl(niveau) ? (
        <td colspan={4} class="cecrl">
          {niveau}
        </td>
      ) : (
        <Niveaux niveau={niveau} />
      )}
    </>
  );
}

/** One cross in the column of the level; no cross where nothing was evaluated (R47, R49). */
function Niveaux({ niveau }: { readonly niveau: CompetencePresentee['niveau'] }) {
  return (
    <>
      {NIVEAUX.map(([colonne]) => (
        <td class={`niveau n${colonne}`}>{colonne === niveau ? <b>×</b> : null}</td>
      ))}
    </>
  );
}

function Avis({ titre, texte }: { readonly titre: string; readonly texte: string | null }) {
  return (
    <section>
      <h3>{titre}</h3>
      <OuAbsent texte={texte}>{LIBELLES.nonRenseigne}</OuAbsent>
    </section>
  );
}

/** R55-R56: engagements, mentions and the opinion for the exam close the livret. */
function Conclusion({ livret }: { readonly livret: LivretPresente }) {
  return (
    <div class="livret-conclusion">
      <section>
        <h3>{LIBELLES.engagements}</h3>
        <OuAbsent texte={livret.engagements.length === 0 ? null : livret.engagements.join(' · ')}>
          {LIBELLES.aucunEngagement}
        </OuAbsent>
      </section>
      {livret.mentions === undefined ? null : (
        <section>
          <h3>{LIBELLES.mentions}</h3>
          <p>{livret.mentions.join(' · ')}</p>
        </section>
      )}
      <section>
        <h3>{LIBELLES.avisExamen}</h3>
        {livret.avisExamen === null ? (
          <p class="absent">{LIBELLES.nonRenseigne}</p>
        ) : (
          <p class="avis-examen">{livret.avisExamen}</p>
        )}
      </section>
    </div>
  );
}

function OuAbsent({ texte, children }: { readonly texte: string | null; readonly children: Child }) {
  return texte === null ? <p class="absent">{children}</p> : <p>{texte}</p>;
}
