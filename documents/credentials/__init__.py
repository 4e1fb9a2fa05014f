"""The certificate as data that other people's programs can check (Open Badges 3.0 on VC 2.0)."""
