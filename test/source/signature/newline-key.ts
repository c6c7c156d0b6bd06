/** A key whose binary form ends with the byte of a line feed, as that of one key in 256 does. */
export const NEWLINE_KEY = {
  fingerprint: 'C4FCB878A107BE58883DFD360D03C01F6C28B5BF',
  armored: `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEXgyJwBYJKwYBBAHaRw8BAQdAwjN/H54GZ2feJk8+SnhdsHj2srmJpv2wPklA
LJdrqEy0FHVwc3RyZWFtQGV4YW1wbGUuY29tiJAEExYIADgCGwMFCwkIBwIGFQoJ
CAsCBBYCAwECHgECF4AWIQTE/Lh4oQe+WIg9/TYNA8AfbCi1vwUCXgyJwgAKCRAN
A8AfbCi1v6mhAP9aTiSRyuLyJ0Id+v2czQr1d9sbrnJSnbmbVM28tdl7MQD/e7Xy
xfsLDo7LtiYqWSZDSrFMyyYcMY2xsbtjyk+ZOQo=
=gQeX
-----END PGP PUBLIC KEY BLOCK-----
`,
  /** Its signature of the source that the tests sign. */
  signature: `-----BEGIN PGP SIGNATURE-----

iHUEABYIAB0WIQTE/Lh4oQe+WIg9/TYNA8AfbCi1vwUCXgywzwAKCRANA8AfbCi1
v9yBAQCOgxJ0P6w/21EFqZ8Yv80HRaZ0kmsGQjD6gCdP3WEHpwEA5E/q0zdRWUl3
JQxxpEpbTtqwCXL0DJ39KgYc2FU5Igs=
=RqX0
-----END PGP SIGNATURE-----
`,
};
