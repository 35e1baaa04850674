/** The person's place, asked of the browser only when they press the button. */

// Three decimals are about 100 metres: enough for a distance in kilometres.
const DECIMALS = 3;
const WAIT = { maximumAge: 300_000, timeout: 15_000, enableHighAccuracy: false };

export const CAN_SHARE_PLACE = "geolocation" in navigator;

/** `{lat, lon}` in degrees, rounded; rejects when the browser does not tell. */
export function askPlace() {
  return new Promise((resolve, reject) => {
    const tell = ({ coords }) => resolve({ lat: rounded(coords.latitude), lon: rounded(coords.longitude) });
    navigator.geolocation.getCurrentPosition(tell, reject, WAIT);
  });
}

function rounded(degrees) {
  return Number(degrees.toFixed(DECIMALS));
}
