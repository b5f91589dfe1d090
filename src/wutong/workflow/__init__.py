"""Cases without a database: state, act, actor and clocks give the next state or a refusal that names its rule. Pure."""
