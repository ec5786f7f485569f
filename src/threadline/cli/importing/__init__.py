"""`threadline import`: `files` (into a folder) and `uploading` (to a server).

They share `sources` (lines, unpacked), `takings` (what a line becomes), `rejects` (the file of rejected lines) and
`outcomes` (what became of a source).
"""
