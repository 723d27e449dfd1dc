"""Chinese words that titles are made of, each with the beginnings of the English words that translate it."""

from __future__ import annotations

_GLOSSARY = """
研究 study studies research investigat
综述 review survey overview
进展 progress advance review
方法 method approach
模型 model
建模 model
算法 algorithm
系统 system
网络 network
学习 learning
机器 machine
智能 intelligen smart
数据 data
信息 information
图像 imag picture
视频 video
声学 acoustic
语音 speech
语言 language linguistic
文本 text
知识 knowledge
检测 detect
识别 recogni identif classif
分类 classif
预测 predict forecast
估算 estimat
估计 estimat
评估 assess evaluat estimat
评价 evaluat assess effect
测量 measur
监测 monitor
分析 analy
比较 compar
对比 compar contrast
优化 optimi
设计 design
控制 control
应用 appli
实验 experiment
试验 experiment trial test
结构 structur
特征 characteristic feature
影响 impact effect influenc affect
因素 factor
机制 mechanism
机理 mechanism
理论 theor
计算 comput calculat
量子 quantum
材料 material
电力 power electric
能源 energy
环境 environment
资源 resource
生物 bio
细胞 cell
基因 gene
蛋白 protein
医学 medic
临床 clinical
疾病 disease
治疗 treat therap
患者 patient
经济 econom
社会 soci
教育 educat
教学 teach
学生 student
管理 manag
政策 polic
城市 urban cit
农业 agricult
交通 traffic transport
中国 chin
国际 international
三维 3d three
二维 2d two
两种 two
自动 automat
动态 dynamic
时间 time temporal
空间 space spatial
分布 distribut
海洋 ocean marine sea
渔业 fisher
鱼类 fish
资源量 resource abundance biomass stock
生态 ecolog ecosystem
水库 reservoir
气候 climat
安全 secur safe
隐私 privacy
技术 technolog techni
设备 equipment device
换能器 transducer
宽频 wideband broadband
双频 dual
声纳 sonar
散射 scatter
传感 sens
机器人 robot
卫星 satellite
可视化 visuali
初步 preliminary
初探 preliminary
计数 count
夏季 summer
春季 spring
秋季 autumn fall
冬季 winter
太平洋 pacific
大西洋 atlantic
南极 antarctic
北极 arctic
长江 yangtze changjiang
黄河 yellow
群岛 island
河口 estuar
"""

TRANSLATIONS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (words[0], tuple(words[1:])) for words in (line.split() for line in _GLOSSARY.strip().splitlines())
)


def translated_words(chinese: str, english: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the words of the Chinese title that the English one translates, and those that it lacks."""
    found: list[str] = []
    lacking: list[str] = []
    for word, beginnings in TRANSLATIONS:
        if word in chinese:
            known = any(other.startswith(beginnings) for other in english)
            (found if known else lacking).append(word)
    return found, lacking
