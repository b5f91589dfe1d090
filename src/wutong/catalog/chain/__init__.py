"""The industry chain as declared in catalog/chain/: fields, segments, nodes, and how a register is read."""

from wutong.catalog.chain.declared import Chain, Edge, load_chain

__all__ = ["Chain", "Edge", "load_chain"]
