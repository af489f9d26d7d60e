import { type Document, type Fabrication, fabriquer, octetsDe } from '../../shared/fabrique/index.ts';
import { ACADEMIE, type CompteRendu } from '../../shared/imports/depot.ts';
import { AcademieEnMemoire } from './academie.ts';

/** What an import costs on AWS, told by the stores in memory: requests as they are made, units by the size of items. */
export interface Cout {
  readonly livrets: number;
  /** Requests to DynamoDB, S3 and SQS, for each livret. */
  readonly requetes: number;
  readonly unitesDEcriture: number;
}

const contenuDe = ({ documents }: Fabrication, chemin = ''): Uint8Array => {
  const document = [...documents()].find((un) => un.chemin === chemin) as Document;
  return Buffer.concat([...octetsDe(document)]);
};

/** One lycée's deposits, in the order that an establishment makes them; the marks hold two years. */
export async function importerLycee(eleves: number): Promise<{
  readonly academie: AcademieEnMemoire;
  readonly comptesRendus: readonly CompteRendu[];
  readonly cout: Cout;
}> {
  const monde = fabriquer({ graine: 1, eleves, academie: null, annee: 2015, defauts: false, nomenclature: null });
  const [{ uai = '', annees: [annee] = [] } = {}] = monde.sommaire.etablissements;
  const academie = new AcademieEnMemoire();
  // As DynamoDB answers: 1 MB a page, some forty livrets, hundreds of pupils' rows.
  academie.dynamo.parPage = 2500;
  await academie.deposer(1, contenuDe(monde, monde.sommaire.nomenclature ?? ''), { proprietaire: ACADEMIE });
  let appels = 0;
  academie.avant = () => {
    appels += 1;
  };
  const avant = academie.dynamo.unitesDEcriture;
  const comptesRendus: CompteRendu[] = [];
  for (const [rang, flux] of (['sts', 'structures', 'eleves', 'notes'] as const).entries()) {
    comptesRendus.push(await academie.deposer(rang + 2, contenuDe(monde, annee?.[flux]), { proprietaire: uai }));
  }
  const livrets = academie.dynamo.items('livrets').filter(({ sk }) => sk === 'TETE').length;
  return {
    academie,
    comptesRendus,
    cout: {
      livrets,
      requetes: appels / livrets,
      unitesDEcriture: (academie.dynamo.unitesDEcriture - avant) / livrets,
    },
  };
}
