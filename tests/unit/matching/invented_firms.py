"""Invented firms: namesakes in two cities, a branch, a renamed one, one with Latin letters, and many that are alike."""

# id, name, region, proper name, trade, legal form, is branch, division
FIRMS = (
    ("a", "杭州康霖生物科技有限公司", "杭州", "康霖", "生物科技", "limited", False, "330100"),
    ("b", "苏州康霖生物科技有限公司", "苏州", "康霖", "生物科技", "limited", False, "320500"),
    ("c", "杭州康霖生物科技有限公司余杭分公司", "杭州", "康霖", "生物科技", "limited", True, "330110"),
    ("d", "浙江霁澜制药股份有限公司", "浙江", "霁澜", "制药", "joint_stock", False, "330200"),
    ("e", "江苏旭日晨曦医疗器械股份有限公司", "江苏", "旭日晨曦", "医疗器械", "joint_stock", False, "320100"),
    ("f", "深圳市穹垚信息技术有限公司", "深圳市", "穹垚", "信息技术", "limited", False, "440300"),
    ("g", "北京穹垚建材有限公司", "北京", "穹垚", "建材", "limited", False, "110100"),
    ("h", "陕西沣毓水泥集团有限公司", "陕西", "沣毓", "水泥", "limited", False, "610100"),
    ("i", "山西沣毓水泥有限公司", "山西", "沣毓", "水泥", "limited", False, "140100"),
    ("j", "QXK科技股份有限公司", None, "QXK", "科技", "joint_stock", False, "310100"),
    ("k", "昆山市翊阙精密机械有限公司", "昆山市", "翊阙", "精密机械", "limited", False, "320583"),
    ("l", "昆山市翊阙贸易有限公司", "昆山市", "翊阙", "贸易", "limited", False, "320583"),
    ("m", "浙江翊阙新材料股份有限公司", "浙江", "翊阙", "新材料", "joint_stock", False, "330600"),
    ("n", "东方黎锴股份有限公司", None, "东方黎锴", "", "joint_stock", False, "320500"),
    ("o", "上海弈珂生物医药有限公司苏州分公司", "上海", "弈珂", "生物医药", "limited", True, "320500"),
    ("p", "宁波嵊嶷医疗器械有限公司", "宁波", "嵊嶷", "医疗器械", "limited", False, "330200"),
)
# More firms than one: how rare a syllable is can be told only among many.
FILLERS = tuple(
    (f"z{one}{two}", f"长沙{a}{b}贸易有限公司", "长沙", a + b, "贸易", "limited", False, "430100")
    for one, a in enumerate("宏润佳盛瑞鼎博远昌茂丰")
    for two, b in enumerate("达通信诚和利泰安兴源顺")
)
