"""The probe contract's generated modules, made afresh in every test run."""

import sys
import tempfile
from importlib import import_module, resources
from pathlib import Path

import google.api
from grpc_tools import protoc

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _generated() -> str:
    folder = tempfile.mkdtemp(prefix="handmade-probe-")
    status = protoc.main(
        [
            "protoc",
            f"-I{HERE}",
            f"-I{ROOT / 'protos'}",
            f"-I{Path(next(iter(google.api.__path__))).parents[1]}",
            f"-I{resources.files('grpc_tools') / '_proto'}",
            f"--python_out={folder}",
            f"--grpc_python_out={folder}",
            "probe.proto",
            "undeclared.proto",
        ]
    )
    if status:
        raise RuntimeError("protoc refuses the protos in tests/support")
    return folder


sys.path.append(_generated())
pb = import_module("probe_pb2")
stubs = import_module("probe_pb2_grpc")
undeclared_pb = import_module("undeclared_pb2")


class ProbeService(stubs.ProbeServiceServicer):
    """Answers with what the test gives it: a function for each method, by the method's name."""

    def __init__(self, **methods):
        self._methods = methods

    async def GetProbe(self, request, context):
        return await self._methods["GetProbe"](request)

    async def GetOwnProbe(self, request, context):
        return await self._methods["GetOwnProbe"](request)

    async def ListProbes(self, request, context):
        return await self._methods["ListProbes"](request)

    async def OrderProbe(self, request, context):
        return await self._methods["OrderProbe"](request)

    async def CreateProbe(self, request, context):
        return await self._methods["CreateProbe"](request)

    async def UpdateProbe(self, request, context):
        return await self._methods["UpdateProbe"](request)

    async def UploadProbe(self, requests, context):
        return await self._methods["UploadProbe"](requests)

    async def WatchProbes(self, request, context):
        async for answer in self._methods["WatchProbes"](request):
            yield answer


def a_probe(**changes):
    return pb.Probe(**({"name": "probes/1", "title": "A probe", "count": 0} | changes))
