"""`shenbao schema`: the output contract for programs."""

import json

import click

from normalize.models import Filing


@click.command("schema", epilog="Example: shenbao schema > filing.schema.json")
def command() -> None:
    """Print the JSON Schema of a filing's document."""
    schema = Filing.model_json_schema(by_alias=True, mode="serialization")
    click.echo(json.dumps(schema, ensure_ascii=False, indent=2))
