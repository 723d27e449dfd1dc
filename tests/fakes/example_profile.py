"""The profile of the shipped example, in the words of Scholar's own rows: its casing, its cut lists, its venues."""

from __future__ import annotations

from tests.fakes.scholar_pages import Paper, Profile

EXAMPLE = Profile(
    id="rme-IWIAAAAJ",
    name="Weizhen Qi",
    counts=(),
    by_year=(),
    papers=(
        Paper(
            id="YsMSGLbcyi4C",
            title="Visual chatgpt: Talking, drawing and editing with visual foundation models",
            authors="C Wu, S Yin, W Qi, X Wang, Z Tang, N Duan",
            venue="arXiv preprint arXiv:2303.04671",
            year="2023",
        ),
        Paper(
            id="Y0pCki6q_DkC",
            title="A self-paced mixed distillation method for non-autoregressive generation",
            authors="W Qi, Y Gong, Y Shen, J Jiao, Y Yan, H Li, R Zhang, W Chen, N Duan",
            venue="arXiv preprint arXiv:2205.11162",
            year="2022",
        ),
        Paper(
            id="9yKSN-GCB0IC",
            title="ProphetNet-X: large-scale pre-training models for English, Chinese, multi-lingual, dialog, and code "
            "generation",
            authors="W Qi, Y Gong, Y Yan, C Xu, B Yao, B Zhou, B Cheng, D Jiang, J Chen, ...",
            venue="arXiv preprint arXiv:2104.08006",
            year="2021",
        ),
        Paper(
            id="UeHWp8X0CEIC",
            title="Bang: Bridging autoregressive and non-autoregressive generation with large scale pretraining",
            authors="W Qi, Y Gong, J Jiao, Y Yan, W Chen, D Liu, K Tang, H Li, J Chen, ...",
            venue="International Conference on Machine Learning, 8630-8639",
            year="2021",
        ),
        Paper(
            id="zYLM7Y9cAGgC",
            title="El-attention: Memory efficient lossless attention for generation",
            authors="Y Yan, J Chen, W Qi, N Bhendawade, Y Gong, N Duan, R Zhang",
            venue="International Conference on Machine Learning, 11648-11658",
            year="2021",
        ),
        Paper(
            id="W7OEmFMy1HYC",
            title="Improving sign language translation with monolingual data by sign back-translation",
            authors="H Zhou, W Zhou, W Qi, J Pu, H Li",
            venue="Proceedings of the IEEE/CVF conference on computer vision and pattern …",
            year="2021",
        ),
        Paper(
            id="qjMakFHDy7sC",
            title="Glge: A new general language generation evaluation benchmark",
            authors="D Liu, Y Yan, Y Gong, W Qi, H Zhang, J Jiao, W Chen, J Fu, L Shou, ...",
            venue="Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021 …",
            year="2021",
        ),
        Paper(
            id="u5HHmVD_uO8C",
            title="Prophetnet: Predicting future n-gram for sequence-to-sequencepre-training",
            authors="W Qi, Y Yan, Y Gong, D Liu, N Duan, J Chen, R Zhang, M Zhou",
            venue="Findings of the Association for Computational Linguistics: EMNLP 2020, 2401 …",
            year="2020",
        ),
        Paper(
            id="d1gkVwhDpl0C",
            title="Graph-based transformer with cross-candidate verification for semantic parsing",
            authors="B Shao, Y Gong, W Qi, G Cao, J Ji, X Lin",
            venue="Proceedings of the AAAI Conference on Artificial Intelligence 34 (05), 8807-8814",
            year="2020",
        ),
    ),
)
