// Written by `npm run registry` from the folders beside it; not edited by hand.

import { deliveryPackage } from './packages/delivery.generated.ts';
import { installedByDefaultPackage } from './packages/installed-by-default.generated.ts';
import { marketingCampaignsPackage } from './packages/marketing-campaigns.generated.ts';
import { distributedMarketingPackage } from './packages/distributed-marketing.generated.ts';
import { marketingResourcesPackage } from './packages/marketing-resources.generated.ts';
import { messageCenterExecutionPackage } from './packages/message-center-execution.generated.ts';
import { midSourcingPlatformPackage } from './packages/mid-sourcing-platform.generated.ts';
import { offerEnginePackage } from './packages/offer-engine.generated.ts';
import { privacyDataProtectionRegulationPackage } from './packages/privacy-data-protection-regulation.generated.ts';
import type { ShippedPackage } from '../packages/shippedPackage.ts';

/** The packages, what each needs before it; manifests and definitions are parsed by whoever installs them. */
export const packages: readonly ShippedPackage[] = [
  deliveryPackage,
  installedByDefaultPackage,
  marketingCampaignsPackage,
  distributedMarketingPackage,
  marketingResourcesPackage,
  messageCenterExecutionPackage,
  midSourcingPlatformPackage,
  offerEnginePackage,
  privacyDataProtectionRegulationPackage,
];
