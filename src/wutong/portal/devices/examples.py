"""Products that are offered as examples. They are invented, and stand for kinds that questions are often about."""

from dataclasses import dataclass

from wutong.kernel.bilingual import Text


@dataclass(frozen=True, slots=True)
class Example:
    """A product, described as decisions describe theirs, and what kind it is."""

    title: Text
    product: str
    description: str


EXAMPLES = (
    Example(
        Text(zh="软性接触镜", en="Contact lens"),
        "软性亲水接触镜",
        "由硅水凝胶材料制成，浸泡于保存液中。无菌提供，日抛。用于佩戴在角膜表面，矫正近视。",
    ),
    Example(
        Text(zh="肺结节软件", en="Software for lung nodules"),
        "肺结节影像辅助检测软件",
        "软件产品。读取胸部CT影像，采用深度学习算法自动识别肺结节并给出位置与大小提示，供医师参考，不直接给出诊断结论。",
    ),
    Example(
        Text(zh="颈部按摩仪", en="Neck massager"),
        "颈部按摩仪",
        "由主机、电源适配器和绑带组成。通过振动和热敷放松颈部，用于日常保健，不用于疾病的治疗。",
    ),
    Example(
        Text(zh="水凝胶敷料", en="Hydrogel dressing"),
        "水凝胶创面敷料",
        "由水凝胶片和背衬组成，不含药物成分，所含成分不可被人体吸收。无菌提供，一次性使用。用于非慢性浅表创面的覆盖和护理。",
    ),
    Example(
        Text(zh="检测试剂", en="Reagent"),
        "呼吸道病毒抗原检测试剂盒（胶体金法）",
        "由检测卡、样本提取液和采样拭子组成。用于体外定性检测人鼻咽拭子样本中的病毒抗原，供医疗机构辅助诊断使用。",
    ),
)
