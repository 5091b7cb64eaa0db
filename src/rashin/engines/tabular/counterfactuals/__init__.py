"""What would change an outcome: the exact search over the additive tables, and its answers in words."""

from rashin.engines.tabular.counterfactuals.search import MOST_CHANGES, Answer, Move, Search, SearchResult, warm_up
from rashin.engines.tabular.counterfactuals.wording import display_value, explained, said

__all__ = ["MOST_CHANGES", "Answer", "Move", "Search", "SearchResult", "display_value", "explained", "said", "warm_up"]
