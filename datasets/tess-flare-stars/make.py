"""Makes curves.npz and flares.csv of this folder.

    python make.py FOLDER_OF_CURVES CATALOGUE.txt FITS_OF_TIC_62124646

FOLDER_OF_CURVES holds `<TIC, nine digits>_sector02.npy` (rows: BTJD, normalised flux, error), the example files of stella;
CATALOGUE.txt is the flare table of Guenther et al. 2020; the FITS file is the SPOC light curve of TIC 62124646, Sector 13.
Ran with Python 3.11, numpy 2.4, astropy 8.0.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from astropy.io import fits

STARS = [2760232, 2761472, 5640393, 5656273, 5676537]
folder, catalogue, tess = map(Path, sys.argv[1:4])
here = Path(__file__).parent

arrays = {}
for star in STARS:
    time, flux, _ = np.load(folder / f"{star:09d}_sector02.npy")
    arrays[f"time_{star}"] = time
    arrays[f"flux_{star}"] = flux.astype("f4")

table = fits.getdata(tess, 1)
flux = table["PDCSAP_FLUX"].astype("f8")
good = np.isfinite(flux) & np.isfinite(table["TIME"])
arrays["time_62124646"] = table["TIME"][good].astype("f8")
arrays["flux_62124646"] = (flux[good] / np.median(flux[good])).astype("f4")
np.savez_compressed(here / "curves.npz", **arrays)

spans = {star: (arrays[f"time_{star}"][0], arrays[f"time_{star}"][-1]) for star in STARS}
spans[358108509] = (1325.29, 1353.18)
with open(catalogue) as source, open(here / "flares.csv", "w", newline="") as target:
    out = csv.writer(target, lineterminator="\n")
    out.writerow(["tic", "outburst", "flare", "peak_btjd", "amplitude", "fwhm_minutes"])
    for row in csv.DictReader(source):
        star = int(row["TIC"])
        peak = float(row["tpeak"]) - 2457000
        if star in spans and spans[star][0] - 0.01 <= peak <= spans[star][1] + 0.01:
            fwhm = f"{float(row['FWHMdt']) * 1440:.3f}"
            out.writerow([star, row["Outbst"], row["Flare"], f"{peak:.6f}", row["Amp"], fwhm])
