"""The portal: pages about public money, the same as files for any web host and live."""
