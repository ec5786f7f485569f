"""For those who look after a file of records: `copies` (reading one where it lies, and copying it), `soundness`."""
