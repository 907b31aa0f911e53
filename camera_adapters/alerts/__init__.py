"""Alert policy of a camera: observations in, alert messages out."""
