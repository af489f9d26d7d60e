"""What libxml2 says of XML files: well formed, and valid where a schema is given.

Standard input: {"schema": path or null, "fichiers": [paths]}. Standard output: {path: ["line: message", ...]}.
"""

import json
import sys

from lxml import etree

demande = json.load(sys.stdin)
schema = etree.XMLSchema(etree.parse(demande["schema"])) if demande["schema"] else None
# No network, no entity: what is checked is the file alone.
lecteur = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
verdicts = {}
for fichier in demande["fichiers"]:
    try:
        arbre = etree.parse(fichier, lecteur)
    except etree.XMLSyntaxError as erreur:
        verdicts[fichier] = [f"{erreur.lineno}: {erreur.msg}"]
        continue
    if schema is None or schema.validate(arbre):
        verdicts[fichier] = []
    else:
        verdicts[fichier] = [f"{erreur.line}: {erreur.message}" for erreur in schema.error_log]
json.dump(verdicts, sys.stdout)
