"""How a narrative's templates become code: loops and joined texts are counted, undeclared names collected, some tags refused."""

from __future__ import annotations

from typing import Any, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import TemplateAssertionError

REFUSED: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.ScopedEvalContextModifier: "autoescape",
}
"""Tags that would reach other files; the files of a narrative follow each other by name, and macros are at hand as ``index``."""


class NarrativeCode(CodeGenerator):
    """Jinja's code generator, with the limits of `sandbox.NarrativeEnvironment` written into the code."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """Write a template; its undeclared names are in the environment's `undeclared` afterwards."""
        self._environment.undeclared = set()
        self._stored: set[str] = set()
        super().visit_Template(node, frame)
        self._environment.undeclared -= self._stored  # set on one branch only: whether it is there shows when it runs

    def _refuse(self, node: nodes.Node, frame: Frame) -> None:
        what = f"the tag {REFUSED[type(node)]!r} is not used in a narrative"
        raise TemplateAssertionError(what, node.lineno, self.name, self.filename)

    visit_Include = visit_Import = visit_FromImport = visit_Extends = visit_Block = visit_ScopedEvalContextModifier = _refuse

    @property
    def _environment(self) -> Any:
        return self.environment

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """Return words as they are; what a value is printed as is not written into the code, which serves more than one report."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return str(super()._output_child_to_const(node, frame, finalize))

    def enter_frame(self, frame: Frame) -> None:
        """Write the names of a scope, and collect those that come from outside (as `jinja2.meta` does)."""
        super().enter_frame(frame)
        self._stored |= frame.symbols.stores
        for action, name in frame.symbols.loads.values():
            if action == "resolve" and name is not None and name not in self.environment.globals:
                self._environment.undeclared.add(name)

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        """Write a loop over ``environment.counted(items)``."""
        node.iter = self._passed("counted", [cast(nodes.Expr, node.iter)], node.lineno)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """Write ``a ~ b`` as ``environment.joined(a, b)``."""
        self.visit(self._passed("joined", node.nodes, node.lineno), frame)

    def _passed(self, name: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
        call = nodes.Call(nodes.EnvironmentAttribute(name), arguments, [], None, None)
        call.set_lineno(line).set_environment(self.environment)
        return call
