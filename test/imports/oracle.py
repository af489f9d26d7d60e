"""What libxml2 says of XML files given one by one: well formed, and valid by each schema.

Arguments: paths of the schemas. Standard input: one file a line, in base64. Standard output: one line a file,
{"faute": "line: message" or null, "schemas": [["line: message", ...], ...]}.
"""

import base64
import json
import sys

from lxml import etree

schemas = [etree.XMLSchema(etree.parse(chemin)) for chemin in sys.argv[1:]]
# No network, no entity, no DTD: what is judged is the file alone.
lecteur = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
for ligne in sys.stdin:
    try:
        arbre = etree.fromstring(base64.b64decode(ligne), lecteur)
    except etree.XMLSyntaxError as erreur:
        verdict = {"faute": f"{erreur.lineno}: {erreur.msg}", "schemas": []}
    else:
        verdict = {"faute": None, "schemas": []}
        for schema in schemas:
            valide = schema.validate(arbre)
            verdict["schemas"].append([] if valide else [f"{e.line}: {e.message}" for e in schema.error_log])
    print(json.dumps(verdict), flush=True)
