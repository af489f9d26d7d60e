import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { expect, test } from 'vitest';
import { relirePdf } from '../../shared/jury/relire.ts';

async function pdfDe(pages: number): Promise<Uint8Array> {
  const pdf = new PDFDocument({ autoFirstPage: false });
  for (let page = 1; page <= pages; page += 1) pdf.addPage().text(`Feuille ${page}`);
  pdf.end();
  return new Uint8Array(await buffer(pdf));
}

test.for([3, 121])('each of %i pages is read once, in its place', async (nombre) => {
  const { pages } = await relirePdf(await pdfDe(nombre));
  expect(pages.map(({ numero, texte }) => [numero, texte.trim()])).toEqual(
    Array.from({ length: nombre }, (_, rang) => [rang + 1, `Feuille ${rang + 1}`]),
  );
});

test('what is no PDF is told', async () => {
  await expect(relirePdf(new Uint8Array([1, 2, 3]))).rejects.toThrow();
});
