import { LIBELLES_DU_JURY as L, type PlaceSansLivret } from './edition.ts';

/** The rows of the table of who has no livret in the file, on the cover and in `index.html` alike. */
export function RangeesSansLivret({ places }: { readonly places: readonly PlaceSansLivret[] }) {
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{L.noPv}</th>
          <th scope="col">{L.noEleve}</th>
          <th scope="col">{L.attendre}</th>
        </tr>
      </thead>
      <tbody>
        {places.map(({ noPv, noEleve, raison }) => (
          <tr>
            <th scope="row">{noPv}</th>
            <td>{noEleve ?? 'aucun'}</td>
            <td>{raison}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
