import { Architecture, Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { coucheAssemblee, empreinteCouche } from '../../layers/chromium/assembler.ts';
import { type Deploiement, nomPhysique } from './deploiement.ts';

/** Headless Chromium and its fonts, as a layer of its own: the function that uses them stays small. */
export class ChromiumLayer extends Construct {
  readonly couche: LayerVersion;

  constructor(scope: Construct, id: string, deploiement: Deploiement) {
    super(scope, id);
    this.couche = new LayerVersion(this, 'Couche', {
      layerVersionName: nomPhysique(deploiement, 'chromium'),
      description: 'Headless Chromium of @sparticuz/chromium, and the fonts of the page',
      compatibleArchitectures: [Architecture.X86_64],
      compatibleRuntimes: [Runtime.NODEJS_24_X],
      code: Code.fromAsset(coucheAssemblee(), { assetHash: empreinteCouche() }),
    });
  }
}
