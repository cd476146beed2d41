"""Which chapter and section of the handbook tells of each place of the window, and of each tab of it."""

from PySide6.QtWidgets import QTabWidget, QWidget

WELCOME = "01-start"
WHERE = {
    "工作台": "02-desk",
    "小区与名册": "03-roster",
    "小区与名册/房屋与业主": "03-roster#查找、添加和更正房屋",
    "小区与名册/机构与席位": "04-seats",
    "意见建议": "05-voices",
    "意见建议/清单": "05-voices#登记一条建议",
    "意见建议/归并": "05-voices#归并",
    "意见建议/议题排序": "05-voices#议题排序",
    "意见建议/答复": "05-voices#答复",
    "办事": "06-affairs",
    "办事/办理事项": "06-affairs#办理事项",
    "办事/现场办公": "06-affairs#现场办公",
    "办事/矛盾纠纷": "06-affairs#矛盾纠纷",
    "办事/三张清单": "06-affairs#三张清单",
    "日程": "07-diary",
    "会议": "08-before",
    "会议/会前": "08-before#排议程",
    "会议/会中": "09-during",
    "会议/会后": "10-after",
    "表决": "11-votes",
    "表决/准备": "11-votes#准备",
    "表决/票": "11-votes#印票、发票、收票",
    "表决/录入": "11-votes#录入",
    "表决/进度": "11-votes#看进度、延长、截止",
    "表决/计票": "11-votes#计票",
    "表决/公告和文件": "11-votes#公告、异议、查阅",
    "决议落实": "12-follow",
    "改造方案": "13-renewal",
    "改造方案/方案": "13-renewal#填写方案",
    "改造方案/意愿": "13-renewal#意愿调查",
    "改造方案/清单": "13-renewal#清单",
    "改造方案/版本和照片": "13-renewal#版本、通过、公示、照片",
    "改造方案/电梯": "13-renewal#加装电梯",
    "改造方案/全部小区": "13-renewal#全部小区",
    "文件": "14-papers",
    "文件/写出的文件": "14-papers#写出的文件在哪里",
    "文件/街道表格": "14-papers#街道表格",
    "文件/批量和清单": "14-papers#批量和清单",
    "文件/公示和异议": "14-papers#公示和异议",
    "设置": "15-settings",
    "设置/会议规则": "15-settings#会议规则",
    "设置/表决规则": "15-settings#表决规则",
    "设置/公文格式": "15-settings#公文格式",
    "设置/备份与恢复": "15-settings#备份",
    "设置/校验": "15-settings#校验",
    "设置/显示": "15-settings#显示",
    "设置/诊断": "15-settings#诊断",
    "设置/人员": "15-settings#人员和登录",
    "设置/数据密码": "15-settings#数据密码",
    "设置/个人信息": "15-settings#个人信息",
}


def of(place: str, page: QWidget | None) -> str:
    """Where to read about what is seen now: the tab in front, or else the whole place."""
    for tabs in page.findChildren(QTabWidget) if page else ():
        named = f"{place}/{tabs.tabText(tabs.currentIndex())}"
        if tabs.isVisible() and named in WHERE:
            return WHERE[named]
    return WHERE.get(place, WELCOME)
