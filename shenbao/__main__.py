"""`python -m shenbao`."""

from shenbao.cli import main

if __name__ == "__main__":
    main()
