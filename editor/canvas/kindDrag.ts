/** The type of data that travels when a kind is dragged from the palette to the canvas. */
export const kindMime = 'application/x-signalbox-kind';
