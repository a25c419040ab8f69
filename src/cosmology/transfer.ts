import type { Cosmology } from './cosmology';

/** Transfer function of linear matter: k in h/Mpc to a number, 1 for k to 0. */
export type TransferFunction = (k: number) => number;

const E = Math.E;

/** Fit of Eisenstein & Hu 1998 (ApJ 496, 605) without acoustic oscillations, for the given cosmology. */
export function transferNoWiggles({ omegaM, omegaB, h, tCmb }: Cosmology): TransferFunction {
  const wm = omegaM * h * h;
  const wb = omegaB * h * h;
  const fb = omegaB / omegaM;
  const theta2 = (tCmb / 2.7) ** 2;
  const alpha = 1 - 0.328 * Math.log(431 * wm) * fb + 0.38 * Math.log(22.3 * wm) * fb * fb;
  const s = (44.5 * Math.log(9.83 / wm)) / Math.sqrt(1 + 10 * wb ** 0.75);
  return kh => {
    const k = kh * h;
    const gamma = wm * (alpha + (1 - alpha) / (1 + (0.43 * k * s) ** 4));
    const q = (k * theta2) / gamma;
    const l = Math.log(2 * E + 1.8 * q);
    return l / (l + (14.2 + 731 / (1 + 62.5 * q)) * q * q);
  };
}

/** Fit of Eisenstein & Hu 1998 (ApJ 496, 605) with acoustic oscillations, for the given cosmology. */
export function transferWiggles({ omegaM, omegaB, h, tCmb }: Cosmology): TransferFunction {
  const wm = omegaM * h * h;
  const wb = omegaB * h * h;
  const fb = omegaB / omegaM;
  const fc = 1 - fb;
  const theta = tCmb / 2.7;
  const kEq = 7.46e-2 * wm * theta ** -2;
  const zEq = 2.5e4 * wm * theta ** -4;
  const b1 = 0.313 * wm ** -0.419 * (1 + 0.607 * wm ** 0.674);
  const b2 = 0.238 * wm ** 0.223;
  const zDrag = ((1291 * wm ** 0.251) / (1 + 0.659 * wm ** 0.828)) * (1 + b1 * wb ** b2);
  const ratio = (z: number) => 31.5 * wb * theta ** -4 * (1000 / z);
  const [rDrag, rEq] = [ratio(zDrag), ratio(zEq)];
  const sound =
    (2 / (3 * kEq)) *
    Math.sqrt(6 / rEq) *
    Math.log((Math.sqrt(1 + rDrag) + Math.sqrt(rDrag + rEq)) / (1 + Math.sqrt(rEq)));
  const kSilk = 1.6 * wb ** 0.52 * wm ** 0.73 * (1 + (10.4 * wm) ** -0.95);
  const a1 = (46.9 * wm) ** 0.67 * (1 + (32.1 * wm) ** -0.532);
  const a2 = (12 * wm) ** 0.424 * (1 + (45 * wm) ** -0.582);
  const alphaC = a1 ** -fb * a2 ** -(fb ** 3);
  const betaC1 = 0.944 / (1 + (458 * wm) ** -0.708);
  const betaC = 1 / (1 + betaC1 * (fc ** ((0.395 * wm) ** -0.0266) - 1));
  const y = (1 + zEq) / (1 + zDrag);
  const root = Math.sqrt(1 + y);
  const gY = y * (-6 * root + (2 + 3 * y) * Math.log((root + 1) / (root - 1)));
  const alphaB = 2.07 * kEq * sound * (1 + rDrag) ** -0.75 * gY;
  const betaNode = 8.41 * wm ** 0.435;
  const betaB = 0.5 + fb + (3 - 2 * fb) * Math.sqrt((17.2 * wm) ** 2 + 1);
  const pressureless = (q: number, alpha: number, beta: number) => {
    const l = Math.log(E + 1.8 * beta * q);
    return l / (l + (14.2 / alpha + 386 / (1 + 69.9 * q ** 1.08)) * q * q);
  };
  return kh => {
    const k = kh * h;
    if (k === 0) return 1;
    const q = k / (13.41 * kEq);
    const ks = k * sound;
    const f = 1 / (1 + (ks / 5.4) ** 4);
    const cold = f * pressureless(q, 1, betaC) + (1 - f) * pressureless(q, alphaC, betaC);
    const x = ks / (1 + (betaNode / ks) ** 3) ** (1 / 3);
    const baryons =
      (pressureless(q, 1, 1) / (1 + (ks / 5.2) ** 2) +
        (alphaB / (1 + (betaB / ks) ** 3)) * Math.exp(-((k / kSilk) ** 1.4))) *
      (Math.sin(x) / x);
    return fb * baryons + fc * cold;
  };
}
