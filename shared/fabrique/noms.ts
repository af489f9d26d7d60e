/**
 * Short lists of common names, recombined: nobody in particular. None of them is also a word that the texts of
 * `grammaire.ts` use, so that a text never names a pupil by accident (a test says so).
 */
export const NOMS: readonly string[] = (
  'ADAM|ALLARD|ANDRIEU|ARNAUD|AUBERT|AUGER|BAILLY|BARBIER|BARON|BARRE|BARTHÉLEMY|BAUDRY|BELLANGER|BENALI|BENARD|' +
  'BENOIT|BERGER|BERNARD|BERTHELOT|BERTIN|BERTRAND|BESSON|BIGOT|BLANCHARD|BLONDEL|BOCQUET|BODIN|BONNEAU|BOUCHER|' +
  'BOUDJEMAA|BOULANGER|BOURGEOIS|BOUVIER|BOYER|BRETON|BRIAND|BRUNEL|BRUNET|CAMARA|CARLIER|CARON|CARPENTIER|' +
  'CARRÉ|CHARPENTIER|CHARTIER|CHAUVIN|CHEVALIER|CISSÉ|CLERC|COHEN|COLAS|COLLET|CORDIER|COSTA|COULIBALY|COUSIN|' +
  'CRÉPIN|DANIEL|DAVID|DELAUNAY|DELMAS|DEMIR|DENIS|DESCHAMPS|DEVAUX|DIALLO|DIAS|DIOP|DUBOIS|DUFOUR|DUMAS|DUMONT|' +
  'DUPUIS|DUPUY|DURAND|DUVAL|ÉTIENNE|EVRARD|FAURE|FERNANDES|FERRAND|FERREIRA|FLEURY|FONTAINE|FOURNIER|GAILLARD|' +
  'GARCIA|GARNIER|GAUTHIER|GERMAIN|GILLET|GIRARD|GIRAUD|GOMES|GRONDIN|GUÉRIN|GUICHARD|GUILLOT|HADDAD|HAMON|HENRY|' +
  'HERVÉ|HOARAU|HUBERT|HUMBERT|IMBERT|JACQUET|JOLY|JOUBERT|JULIEN|KADDOUR|KAYA|KEITA|KLEIN|LABBÉ|LACROIX|LAMBERT|' +
  'LAMY|LANGLOIS|LAURENT|LEBLANC|LEBRETON|LECLERC|LECOMTE|LEFÈVRE|LEGRAS|LEMAIRE|LEMOINE|LEROUX|LESAGE|LÉVÊQUE|LOPEZ|' +
  'LUCAS|MACÉ|MAHÉ|MAILLARD|MALLET|MARCHAND|MARÉCHAL|MARTEL|MARTIN|MARTINEZ|MARTY|MASSON|MATHIEU|MENARD|MERCIER|' +
  'MEUNIER|MEYER|MICHAUD|MICHEL|MILLET|MONNIER|MOREAU|MOREL|MORIN|MORVAN|MOULIN|MULLER|NAVARRO|NGUYEN|NICOLAS|NOËL|' +
  'OLIVIER|PAYET|PELLETIER|PEREIRA|PEREZ|PERRET|PERRIN|PHILIPPE|PICARD|PINEAU|PIRES|POIRIER|PONS|POULAIN|PRÉVOST|' +
  'RAYNAUD|REGNIER|RENARD|RENAULT|REY|REYNAUD|RICHARD|RIVIÈRE|ROBERT|ROBIN|ROCHE|RODRIGUES|ROGER|ROLLAND|ROUSSEAU|' +
  'ROUSSEL|ROUSSET|ROYER|SANCHEZ|SAUVAGE|SCHMITT|SCHNEIDER|SIMON|SOUMARÉ|TANGUY|TESSIER|THIERRY|THOMAS|TRAN|TRAORÉ|' +
  'VALLET|VASSEUR|VERDIER|VIDAL|VINCENT|VOISIN|WAGNER|WEBER|YILDIZ|ZIEGLER'
).split('|');

/** Names with a particle or an apostrophe, which SIECLE writes in capitals with the rest. */
export const NOMS_A_PARTICULE: readonly string[] = (
  "BEN AMOR|D'ALMEIDA|D'ANGELO|DA COSTA|DA SILVA|DE LA CROIX|DE OLIVEIRA|DE SOUSA|DELLA ROSA|DI MARCO|DOS SANTOS|" +
  "DU PLESSIS|EL AMRANI|L'HOSTIS|LA ROCCA|LE BIHAN|LE GALL|LE GOFF|LE ROY|M'BAREK|N'DIAYE|O'BRIEN|VAN DER BERG|VON ARX"
).split('|');

export const PRENOMS_DE_FILLES: readonly string[] = (
  'Adèle|Agathe|Alice|Alicia|Alix|Amandine|Ambre|Amina|Anaïs|Andréa|Angèle|Anna|Apolline|Assia|Audrey|Aya|Aïcha|' +
  'Bérénice|Camille|Candice|Capucine|Carla|Cécile|Célia|Charlotte|Chloé|Clara|Clémence|Coline|Constance|Coralie|Élisa|' +
  'Élise|Éloïse|Emma|Estelle|Eva|Ève|Fanny|Fatou|Flavie|Gaëlle|Hélène|Héloïse|Inès|Iris|Jade|Jeanne|Julia|Juliette|Justine|' +
  'Laura|Laurine|Léa|Leïla|Léna|Léonie|Lilou|Lina|Lisa|Lise|Loane|Lola|Lou|Louane|Louise|Lucie|Madeleine|Maéva|Manon|' +
  'Margaux|Margot|Marie|Marine|Marion|Mathilde|Maya|Maëlle|Maïwenn|Mélanie|Mélina|Mélissa|Morgane|Myriam|Nadia|Nina|Noémie|' +
  'Océane|Ophélie|Pauline|Salomé|Sara|Sarah|Solène|Soline|Sophie|Suzanne|Thaïs|Valentine|Yasmine|Zoé|' +
  'Anne-Sophie|Lou-Anne|Marie-Lou|Marie-Ève|Anne-Laure'
).split('|');

export const PRENOMS_DE_GARCONS: readonly string[] = (
  'Aaron|Adam|Adrien|Alban|Alexandre|Alexis|Amaury|Amine|Antoine|Antonin|Arthur|Aurélien|Axel|Aymeric|Baptiste|Bastien|' +
  'Benjamin|Benoît|Bilal|Brice|Bryan|Cédric|Célestin|Clément|Corentin|Côme|Damien|Dylan|Édouard|Elias|Éliott|Émile|Enzo|' +
  'Erwan|Esteban|Ethan|Étienne|Evan|Félix|Florian|François|Gabin|Gabriel|Gaël|Gaspard|Grégoire|Guillaume|Hugo|Ibrahim|' +
  'Ilyès|Jérémy|Joachim|Joris|Joseph|Jules|Kévin|Kylian|Lenny|Léo|Léon|Loïc|Loris|Louis|Lucas|Ludovic|Malo|Marius|Mathéo|' +
  'Mathis|Matteo|Maxence|Maxime|Maël|Mehdi|Moussa|Nathan|Nicolas|Noa|Noah|Noé|Nolan|Oscar|Paul|Pierre|Quentin|Raphaël|Rayan|' +
  'Rémi|Robin|Romain|Sacha|Samuel|Simon|Sofiane|Stanislas|Théo|Thibault|Timothée|Titouan|Tom|Tristan|Ulysse|Valentin|' +
  'Victor|Yanis|Youssef|Jean-Baptiste|Jean-Noël|Marc-Antoine|Pierre-Louis|Paul-Émile'
).split('|');

/** Grown-ups of an establishment: teachers, CPE, heads, guardians, presidents of juries. */
export const PRENOMS_DE_FEMMES: readonly string[] = (
  'Agnès|Annick|Béatrice|Brigitte|Carole|Caroline|Catherine|Chantal|Christelle|Christine|Corinne|Delphine|Dominique|' +
  'Élisabeth|Fabienne|Florence|Françoise|Frédérique|Hélène|Isabelle|Karine|Laurence|Magali|Marie-Claude|Martine|Mireille|' +
  'Monique|Nathalie|Odile|Pascale|Patricia|Sabine|Sandrine|Ségolène|Sonia|Stéphanie|Sylvie|Valérie|Véronique|Virginie'
).split('|');
export const PRENOMS_DHOMMES: readonly string[] = (
  'Alain|Bernard|Bruno|Christian|Christophe|Daniel|Didier|Éric|Fabrice|Franck|François|Frédéric|Gérard|Gilles|Hervé|' +
  'Jacques|Jean-Luc|Jean-Marc|Jérôme|Laurent|Marc|Michel|Olivier|Pascal|Patrick|Patrice|Philippe|Régis|Sébastien|Serge|' +
  'Stéphane|Thierry|Vincent|Xavier|Yves|Yannick'
).split('|');

/** Communes and establishments have names that exist nowhere: a beginning, an end, a surname. */
export const DEBUTS_DE_COMMUNES: readonly string[] = (
  'Aubre|Belvar|Brumel|Castel|Chantor|Corve|Esper|Ferval|Galmer|Hautre|Isval|Jonquer|Lorvan|Mirvel|Norvi|Orbel|Pontar|' +
  'Quinte|Rochevar|Sauver|Tremel|Uvren|Valmer|Vertan|Ysser'
).split('|');
export const FINS_DE_COMMUNES: readonly string[] =
  'brac|court|dal|gny|lac|lieu|mont|nay|ronde|ruche|sac|tour|vielle|ville|zan|zelle'.split('|');
export const SUITES_DE_COMMUNES: readonly string[] = [
  '',
  '',
  '',
  '-le-Haut',
  '-sur-Orvanne',
  '-en-Lorvois',
  '-les-Tilleuls',
];
export const DEDICACES: readonly string[] = (
  'Aubrelac|Belmorange|Castérive|Dorvalis|Estrelande|Fauverolle|Granvoise|Hautelombe|Isermont|Jauvelle|Lombrevent|' +
  'Montverney|Norvaline|Orsimond|Perlevaux|Quillandre|Rochambrune|Sauverain|Tournebrise|Valombreux|Vermandelle|Yssandre'
).split('|');
