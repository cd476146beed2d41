"""Every action of the program in one place: its word, its key, and what F1 says about it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import mark


@dataclass(frozen=True, slots=True)
class Action:
    word: str
    key: str
    help: str
    role: str = ""


ACTIONS: dict[str, Action] = {
    "help": Action("帮助", "F1", "打开使用手册里说本页的那一节"),
    "help.back": Action("后退", "Alt+Left", "回到手册里刚才看的地方"),
    "help.forward": Action("前进", "Alt+Right", "手册里再往前"),
    "help.previous": Action("上一处", "Shift+F3", "手册里查到的上一处"),
    "help.next": Action("下一处", "F3", "手册里查到的下一处（查找框里按回车也行）"),
    "help.pdf": Action("存成 PDF…", "", "整本手册存成 PDF，可以打印"),
    "search": Action("查找", "Ctrl+F", "跳到本页的查找框"),
    "keep.now": Action("保存", "Ctrl+S", "正在打的字也马上存好；平时自动保存"),
    "page.again": Action("重新读取", "F5", "重新读本页；会中 F5 是签到，会中自动更新"),
    "window.hop": Action("换一块", "F6", "在栏目、页、表之间跳，Shift+F6 往回；会中用 Alt+F6"),
    "wizard.next": Action("下一步", "Ctrl+Return", "存下这一页，到下一步（回车）", "main"),
    "wizard.back": Action("上一步", "Alt+Left", "回到上一步，填过的都在"),
    "wizard.skip": Action("先跳过", "Alt+Right", "这一步以后再办"),
    "wizard.leave": Action("先到这里", "Esc", "存过的都在，以后从工作台接着做"),
    "wizard.place": Action("换位置…", "", "选数据文件放在哪里"),
    "wizard.seat": Action("加一行", "Ctrl+N", "给选中的机构再加一位成员"),
    "wizard.notice": Action("看会议通知", "", "打开这次会议，核对通知后打印", "main"),
    "wizard.desk": Action("到工作台", "", "每天从这里开始"),
    "wizard.dismiss": Action("不再提示", "", "不再提醒还差哪几步"),
    "compound.add": Action("新建小区", "", "登记一个小区"),
    "compound.change": Action("小区资料", "", "修改小区名称、类型、地址"),
    "roster.import": Action(
        "导入名册…", "Ctrl+I", "从 Excel、WPS 或 CSV 导入，先预览再确认", "main"
    ),
    "roster.template": Action("空白模板…", "", "保存一份空白名册"),
    "roster.undo": Action("撤销导入", "", "把最近一次导入恢复原状"),
    "roster.confirm": Action("确认导入", "Ctrl+Return", "把预览的内容写入名册", "main"),
    "roster.cancel": Action("放弃", "Esc", "不导入"),
    "roster.stop": Action("停止读取", "Esc", "停止读取正在导入的表格"),
    "roster.problems": Action("导出问题清单…", "", "把有问题的行存成表格，交给填表人改"),
    "premises.add": Action("添加房屋", "", "添加一套房屋、商铺或车位"),
    "premises.transfer": Action("办理过户", "", "登记新业主，旧业主保留在历史里"),
    "premises.change": Action("更正", "", "更正面积、来源、备注；改前的数留在历史里"),
    "premises.number": Action("显示电话", "", "显示完整电话；谁在什么时候看过会记下来"),
    "premises.past": Action("过户历史", "", "看以前的业主"),
    "body.rename": Action("改名", "", "更正机构名称"),
    "body.remove": Action("删除机构", "", "删掉登记错的、没有成员的机构"),
    "body.add": Action("添加机构", "", "党支部、业委会、物业、网格……"),
    "seat.add": Action("添加成员", "", "给选中的机构添加一位成员"),
    "seat.number": Action("显示电话", "", "显示完整电话；谁在什么时候看过会记下来"),
    "seat.change": Action("更正", "", "更正职务、电话"),
    "seat.leave": Action("任期结束", "", "结束选中成员的任期"),
    "voice.add": Action("记下来", "Return", "登记一条建议（回车）", "main"),
    "entry.correct": Action("改录…", "Ctrl+E", "录错了：对照原票改录，写明原因；原来的录入留着"),
    "voice.import": Action("导入表格…", "Ctrl+I", "从 Excel、CSV 或接龙文本导入，先预览再确认"),
    "voice.paste": Action("粘贴接龙…", "Ctrl+Shift+V", "把微信群里的接龙整段贴进来，先预览再确认"),
    "voice.undo_import": Action("撤回导入", "", "把最近一次导入的建议整批撤回"),
    "voice.propose": Action("提出归并方案", "Ctrl+G", "看哪些建议说的是一件事；不会自动改", "main"),
    "voice.stop": Action("停止", "Esc", "停止正在进行的归并分析"),
    "voice.accept": Action("归在一起", "Ctrl+Return", "照这个方案归并（Ctrl+回车）", "main"),
    "voice.aside": Action("这条不是", "Ctrl+D", "选中的一条不归在一起，以后也不再这样建议"),
    "voice.cut": Action("拆成两组", "Ctrl+T", "右边选中的几条另成一组（Ctrl+T）"),
    "voice.forget": Action("删除说法…", "", "删掉教错的说法"),
    "voice.number": Action("显示电话", "", "显示完整电话；谁在什么时候看过会记下来"),
    "voice.steps": Action("经过", "", "这条建议从登记到答复的每一步"),
    "voice.correct": Action("更正…", "", "改正记错的内容、房号、姓名；原来写的留在经过里"),
    "voice.photos": Action("看照片…", "", "列出并打开附在这条建议上的照片"),
    "voice.skip": Action("先不归", "Ctrl+K", "跳过这个方案"),
    "voice.teach": Action("教一个说法…", "", "告诉程序本地人怎么说这件事"),
    "group.answer": Action("答复本组…", "", "给组里没有答复过的每一条写同一个答复"),
    "group.rename": Action("改名…", "", "更正归并后的名称"),
    "rank.up": Action("上移", "Alt+Up", "这个议题往前排"),
    "rank.down": Action("下移", "Alt+Down", "这个议题往后排"),
    "rank.proposed": Action("按建议的顺序", "", "不用人工排的顺序，按户数、安全、等了多久等重新排"),
    "rank.hold": Action("暂不列入…", "", "写明原因，先放一放；原因留空则恢复"),
    "rank.take": Action(
        "列入会议…", "Ctrl+Return", "放进一次会议的议程，原来的建议跟着列入", "main"
    ),
    "voice.undo": Action("撤销归并", "Ctrl+Z", "一步一步撤销：归在一起、剔出、先不归、移到"),
    "voice.move": Action("移到…", "Ctrl+L", "移到另一个已归并的组"),
    "duty.edit": Action("社区事项清单…", "", "承办、协办、证明事项，答复“不属社区职责”时对照"),
    "voice.merge": Action("归并", "Ctrl+M", "把选中的几条归在一起，原话保留"),
    "voice.split": Action("拆出", "", "从归并里拿出来"),
    "voice.remove": Action("删除", "", "删掉记错的一条；列入议程的不能删"),
    "voice.answer": Action("答复", "", "直接办理、不予采纳或答复"),
    "meeting.short": Action("简短记录", "Ctrl+J", "院坝会等：一页记完，五分钟打印"),
    "meeting.take_back": Action("撤回开会", "", "点错了：还没有任何记录时可以撤回"),
    "meeting.add": Action("新建会议", "Ctrl+N", "按会议规则新建一次会议", "main"),
    "meeting.copy": Action("照上次", "", "照上一次会议的形式、地点和人员新建"),
    "meeting.notice": Action("发出通知", "", "记下通知日期", "main"),
    "meeting.change": Action("会议资料", "", "名称、时间、地点、召集、主持、记录"),
    "meeting.move": Action("改期", "", "改时间地点，写明原因"),
    "meeting.cancel": Action("取消会议", "", "写明原因", "danger"),
    "meeting.open": Action("开会", "", "开始会议记录", "main"),
    "meeting.close": Action("散会", "F12", "记下散会时间", "main"),
    "meeting.lapse": Action("流会", "Shift+F12", "人数不足，宣布流会", "danger"),
    "meeting.go_on": Action("续会", "", "把没议完的议题转到新的会议"),
    "item.add": Action("加入议程", "", "添加一项议题"),
    "item.change": Action("修改", "", "修改议题、汇报人、决定方式、涉及事项"),
    "item.up": Action("上移", "", "议题往前"),
    "item.down": Action("下移", "", "议题往后"),
    "item.remove": Action("移出议程", "", "去掉选中的议题"),
    "table.arrive": Action("签到", "F5", "选中的人到会"),
    "table.all": Action("全部签到", "Ctrl+Shift+F5", "没请假的全部到会"),
    "table.leave": Action("离会", "F6", "选中的人离会"),
    "table.goes": Action("离场", "Ctrl+Del", "刚才又扫了一次的人离场"),
    "table.round": Action("传阅签到…", "Shift+F2", "把电脑或平板传一圈，各人点自己的名字"),
    "floor.ask": Action("排队发言", "F7", "“发言人”里的人排进发言次序"),
    "floor.order": Action("秩序问题", "Shift+F7", "插到最前面：议事规则、秩序方面的问题"),
    "floor.next": Action("下一位", "F8", "结束现在的发言，轮到下一位，开始计时", "main"),
    "floor.stop": Action("发言结束", "Shift+F8", "停止计时"),
    "floor.off": Action("取消排队", "Ctrl+F7", "选中的人不发言了"),
    "item.new": Action(
        "临时加项…", "Ctrl+Shift+N", "会上新提出的议题；没有通知的，有的会议不能表决"
    ),
    "item.split": Action("拆分…", "Ctrl+L", "一项拆成两项，后面的顺延"),
    "item.merge": Action("并案…", "Ctrl+M", "并入另一项一起讨论"),
    "meeting.more_notice": Action("补充通知", "", "通知发出后又加的议题，补发通知的日期"),
    "table.excuse": Action("请假", "Shift+F5", "写明原因"),
    "table.correct": Action("改时间", "Shift+F6", "更正到会和离会时间；到会留空表示没有来"),
    "table.stand": Action("代会", "Ctrl+F5", "受委托代为出席的人"),
    "table.add": Action("加人", "Ctrl+F6", "添加未列入名单的人"),
    "table.remove": Action("移出名单", "Ctrl+Shift+F6", "没有到会、不该在名单上的人"),
    "note.add": Action("记录", "Ctrl+Return", "记下一条发言（Ctrl+回车）", "main"),
    "note.strike": Action("划掉", "Ctrl+D", "更正：原话划线保留"),
    "proposal.add": Action("记为方案", "Ctrl+P", "把输入的内容记为方案（修改后的方案）"),
    "proposal.withdraw": Action("撤回方案", "Ctrl+Shift+D", "提出人撤回；文字保留"),
    "vote.take": Action("记录表决", "Ctrl+B", "按刚清点的人数记录表决", "main"),
    "big.open": Action("大屏", "F9", "在第二块屏幕上显示议题、方案、到会和结果；不显示个人信息"),
    "vote.void": Action("表决作废", "Ctrl+Shift+B", "写明原因，保留记录"),
    "poll.add": Action("新建表决", "Ctrl+N", "新建一次书面表决", "main"),
    "poll.change": Action("修改", "", "名称、期限、范围、本次表决的规则"),
    "poll.matter": Action("添加事项", "", "选事项对应的规则；每项都有反对"),
    "poll.matter_change": Action("修改事项", "", "修改选中的事项"),
    "poll.matter_remove": Action("删除事项", "", "删除选中的事项"),
    "poll.freeze": Action("冻结名册", "", "固定谁有表决权、面积多少，生成票号", "main"),
    "poll.thaw": Action("解冻", "", "票还没发出时可以解冻重来；已印的票作废"),
    "poll.notice": Action("公告日期", "", "记下表决公告张贴的日期"),
    "poll.open": Action("开始表决", "", "可以发票、收票、录入", "main"),
    "poll.extend": Action("延长表决期", "", "写明原因，打印延期公告"),
    "poll.close": Action("截止收票", "", "不再收票；已收的可以开箱录入", "main"),
    "poll.void": Action("作废", "", "写明原因，全部记录保留", "danger"),
    "roll.area": Action("更正面积", "", "冻结后的更正是新的记录，结果公告会列出"),
    "roll.owner": Action("更正业主", "", "同一业主的几套要算一人时也用这里"),
    "roll.must": Action(
        "须其同意…", "", "专有部分被占用等，必须同意的业主；写明依据，再点一次取消"
    ),
    "roll.corrected": Action("更正记录", "", "冻结以后改过什么、谁改的、为什么"),
    "ballot.print": Action("写出全部选票…", "", "按楼栋分成几个 PDF，按单元楼层排好", "main"),
    "ballot.stop": Action("停止", "Esc", "停止排版选票"),
    "ballot.issue_all": Action("全部发出", "", "把印好的票都登记为发出"),
    "ballot.issue": Action("发出", "", "选中的票登记为发出"),
    "ballot.back": Action("撤回登记", "", "登记错了：交回的改回已发出，发出的改回未发出"),
    "ballot.print_one": Action("写出选中的票…", "", "换发、污损后重印：只写选中的几张"),
    "ballot.besides": Action(
        "另收一张…", "", "同一户又交来一张、复印件、换发后又交回的旧票：单独登记，再由人裁定"
    ),
    "ballot.receive": Action("登记交回", "Return", "扫描或输入票号、房号"),
    "ballot.spoil": Action("作废", "", "污损、遗失的票；写明原因"),
    "ballot.replace": Action("换发", "", "旧票作废，换一张新票号"),
    "ballot.deliver": Action("登记送达", "", "送达方式、时间、经手人、见证人"),
    "ballot.entrust": Action("登记委托", "", "受托人姓名；留空为取消委托"),
    "case.rule": Action("裁定", "", "写明理由；裁定保留在记录里", "main"),
    "case.correct": Action("核对更正", "", "看原票，重新录入，写明原因"),
    "count.settle": Action("确认计票结果", "", "全部裁定、核对之后，结果存证", "main"),
    "count.recount": Action("重新计票", "", "写明原因；原结果保留，出差异表"),
    "poll.post": Action("记为已公告", "", "记下张贴日期，公示期自次日起算", "main"),
    "poll.object": Action("登记异议", "", "公示期内提出的异议"),
    "poll.answer": Action("答复异议", "", "书面答复选中的异议"),
    "poll.evidence": Action("写出查证包…", "", "一个文件，别人不用本程序也能重新计票、核对"),
    "poll.inspect": Action("查阅明细", "", "先登记查阅人和理由，再写出查阅件"),
    "poll.scan": Action("识读扫描件…", "", "复印机扫成的 PDF 或图片；每张都要人确认"),
    "scan.one": Action("确认这一张", "Return", "识读的和票上的一致", "main"),
    "scan.clean": Action("确认全部清楚的", "", "没有疑问的一起确认"),
    "scan.skip": Action("跳过", "", "不用识读的结果，改由人工录入"),
    "scan.end": Action("关闭", "", "没有确认的都不计"),
    "poll.platform_undo": Action("撤销平台导入…", "", "导错了表：平台的票都不计，写明原因"),
    "poll.platform": Action("导入平台结果…", "", "导入官方电子投票平台导出的表格"),
    "affair.find": Action("记下", "", "记下发现的事", "main"),
    "affair.accept": Action("受理", "", "有人管了"),
    "affair.work": Action("记录办理", "", "办到哪一步"),
    "affair.report": Action("办结反馈", "", "写给群众的办理结果"),
    "affair.rate": Action("评价", "", "群众满意不满意"),
    "affair.close": Action("销号", "", "办结并且反馈过，销号"),
    "affair.reopen": Action("重新办理", "", "没办好，写明原因重新办"),
    "affair.whistle": Action("吹哨", "", "请街道召集部门"),
    "affair.claim": Action("部门报到", "", "吹哨的部门认领了"),
    "affair.raise": Action("升级", "", "小事楼栋，大事小区，难事联合"),
    "affair.change": Action("办理人和时限", "", "更正谁来办、什么时候办完"),
    "affair.photo": Action("收进照片…", "", "办理前、办理后的照片"),
    "day.add": Action("新建现场办公", "", "社区办公日、集中说事日、周末议事日", "main"),
    "day.change": Action("修改", "", "日期、地点、到场部门"),
    "day.close": Action("结束", "", "散场；没办结的先转为跟办"),
    "day.take": Action("登记", "", "群众说一件记一件", "main"),
    "day.settle": Action("当场办结", "", "部门当场答复并销号"),
    "day.follow": Action("转为跟办", "", "不能当场办的，记下谁办、何时办完"),
    "dispute.take": Action("登记纠纷", "", "当事人、事由、调解人", "main"),
    "dispute.mediate": Action("记一次调解", "", "经过、结果、协议"),
    "dispute.raise": Action("升级", "", "楼栋、小区、联合"),
    "dispute.visit": Action("回访", "", "达成协议后回访"),
    "dispute.reopen": Action("重新打开", "", "又有反复"),
    "dispute.write": Action("写出调解记录", "", "PDF 和 Word，供当事人签名"),
    "listed.add": Action("列入清单", "", "列入现在这张清单", "main"),
    "listed.number": Action("显示联系方式", "", "显示完整电话；谁在什么时候看过会记下来"),
    "listed.change": Action("更正", "", "名称、说明、联系人"),
    "listed.end": Action("移出清单", "", "写明原因；再点一次放回"),
    "listed.third": Action("第三张清单的名称…", "", "叫项目清单，还是服务清单"),
    "listed.match": Action("对接", "", "需求和选中的资源、项目对接"),
    "listed.unmatch": Action("取消对接", "", "去掉一条对接"),
    "rhythm.add": Action("新建定期会议", "", "每周、每月、月底、每季度", "main"),
    "rhythm.change": Action("修改", "", "形式、日子、时间、地点"),
    "rhythm.end": Action("停止", "", "以后不再提出；已新建的会议不受影响"),
    "rhythm.convene": Action("新建这次会议", "", "按提出的日子新建会议，再排议程", "main"),
    "rhythm.days": Action("节假日…", "", "补上新一年的放假和调休"),
    "rhythm.ics": Action("导出日历…", "", "写成 .ics 文件，手机和电脑日历都能导入"),
    "resolution.calendar": Action("月历…", "", "哪一天有什么到期"),
    "resolution.tell": Action("答复提出人…", "", "把落实情况告诉这件事的全部提出人"),
    "resolution.rate": Action("登记满意度…", "", "提出人对落实情况满意不满意"),
    "resolution.delay": Action("延期…", "", "写明原因和新的时限"),
    "resolution.post": Action("写出落实情况公示", "", "PDF 和 Word"),
    "reply.chat": Action("复制微信群答复", "", "不含姓名、房号、电话"),
    "reply.write": Action("写出答复单和一览表", "", "答复单交给提出人，一览表可以张贴"),
    "reply.sheet": Action("写出议题征集表…", "", "带二维码，可以每户一张"),
    "voice.affair": Action("直接办理…", "", "不用开会的小事，转为办理事项"),
    "voice.photo": Action("附照片…", "", "收进一张照片"),
    "item.opinion": Action("前置审核…", "", "记下党组织的意见；不影响依法提出的事项"),
    "item.opinions": Action("写出前置审核单", "", "PDF 和 Word"),
    "task.add": Action("记为议定事项", "Ctrl+T", "责任人、完成时限"),
    "item.conclude": Action("确定结果", "Ctrl+R", "没有表决的议题，写明结果"),
    "minutes.save": Action("保存", "", "马上保存修改（Ctrl+S）；平时自动保存"),
    "minutes.again": Action("按记录重新起草", "", "丢掉手工修改，按事实重新起草"),
    "minutes.back": Action("恢复刚才的文字", "", "找回重新起草前的文字"),
    "minutes.confirm": Action("已核对", "", "记录又有变动，手工修改的文字已核对过"),
    "minutes.read": Action("核对无误…", "Ctrl+Shift+R", "第二个人逐句核对过；改动后要重新核对"),
    "minutes.numbers": Action("数字照此…", "", "与记录不一致的数字是有意的，写明理由"),
    "minutes.correct": Action("更正…", "", "定稿后发现写错：登记更正，打印更正公告"),
    "minutes.phrase": Action("常用语…", "Ctrl+;", "插入、收进或去掉一句常用语"),
    "minutes.go": Action("看这条记录", "", "到“会中”看这一句依据的记录"),
    "minutes.versions": Action("历次版本", "", "看以前定稿的版本和原因"),
    "minutes.final": Action("定稿", "Ctrl+Shift+F", "两份一起定稿，生成校验码", "main"),
    "minutes.reopen": Action("重新打开", "", "写明原因，另出新版本"),
    "paper.preview": Action("预览", "Ctrl+R", "看打印出来的样子"),
    "paper.print": Action("打印…", "Ctrl+P", "送到打印机"),
    "paper.write": Action("导出 PDF 和 Word", "Ctrl+E", "写到文件夹", "main"),
    "paper.pack": Action("打印包…", "", "这一步要用的文件按顺序写成 PDF，附打印清单"),
    "meeting.package": Action("归档包…", "", "全部文件、附件、记录和校验值打成一个 ZIP"),
    "paper.chat": Action("复制微信群通知", "", "复制成文字，粘贴到群里"),
    "file.open": Action("打开", "", "取出收进档案的文件来看"),
    "resolution.change": Action("更正", "", "更正责任单位和时限"),
    "resolution.prove": Action("收进证明…", "", "照片、验收单"),
    "step.add": Action("记录进展", "", "写明进展、证明或原因", "main"),
    "rule.change": Action("修改规则", "", "修改选中的会议规则"),
    "head.try": Action("看样子", "", "用最近一次会议的文件看选中的红头"),
    "posting.plan": Action("张贴安排…", "", "哪天张贴、贴在哪里、公示几天；公示上印起止日期"),
    "posting.object": Action("登记异议…", "", "公示期内收到的异议"),
    "posting.answer": Action("答复异议…", "", "选中的异议怎么答复的"),
    "head.keep": Action("添加红头…", "", "选中一个是修改；每个发文单位一个红头"),
    "head.remove": Action("不用红头", "", "以后的文件不带这个红头；编过的文号保留"),
    "words.change": Action("改文字…", "", "换成本单位的说法，先看样子再保存"),
    "words.try": Action("看样子", "Ctrl+R", "用最近一次会议的文件看改后的样子"),
    "words.reset": Action("恢复原文", "", "换回随程序的文字"),
    "renewal.keep": Action("填写方案…", "", "名称、同意比例和依据、基本情况、先治后改"),
    "renewal.read": Action(
        "读取表格…", "Ctrl+I", "入户调查、改造清单、预算、资金，可以多选", "main"
    ),
    "renewal.take": Action("收进方案", "Ctrl+Return", "代替以前的同一种表", "main"),
    "renewal.throw": Action("放弃", "Esc", "不收，表格不动"),
    "renewal.move": Action("转阶段…", "", "到下一个阶段，或退回以前的阶段"),
    "survey.list": Action("从名册列名单", "", "把名册里的住宅列为调查对象；列过的编号不变"),
    "survey.print": Action("印调查表", "", "每户一张，带二维码，按楼栋成册"),
    "survey.drop": Action("不调查这户", "", "从名单里去掉；答过的不能去掉"),
    "survey.back": Action("撤回一张", "", "撤回选中的户最后一张调查表"),
    "survey.enter": Action("登记", "Ctrl+Return", "登记这张调查表", "main"),
    "ledger.add": Action("登记…", "Ctrl+N", "在清单末尾登记一行", "main"),
    "ledger.change": Action("更正…", "", "更正选中的一行"),
    "ledger.remove": Action("删除", "Del", "删除选中的一行，可以撤销"),
    "ledger.back": Action("撤销删除", "Ctrl+Z", "把刚删除的一行放回来"),
    "ledger.up": Action("上移", "Alt+Up", "选中的一行上移"),
    "ledger.down": Action("下移", "Alt+Down", "选中的一行下移"),
    "ledger.sources": Action("找来源…", "", "找出说到这一项的居民建议"),
    "ledger.read": Action("读取表格…", "Ctrl+I", "从 Excel、CSV 读这一种清单，先看再收"),
    "ledger.write": Action("存成表格", "", "存成 .xlsx，改好可以再读回来；不含房号和姓名"),
    "ledger.take": Action("代替清单", "Ctrl+Return", "用读到的代替原来的清单", "main"),
    "scheme.fix": Action("定一版…", "", "把清单现在的样子定为一版方案", "main"),
    "scheme.compare": Action("对照", "", "选中一版和现在对照，选中两版互相对照"),
    "scheme.approve": Action("通过…", "", "记下由谁、哪天、怎么通过；先治后改三项要先写明"),
    "scheme.post": Action("公示…", "", "记下张贴的日子，按法律算到哪天"),
    "photo.add": Action("收进照片…", "", "改造前、改造后、效果图、图纸、公示照片"),
    "photo.open": Action("打开照片", "", "用系统的程序打开"),
    "photo.remove": Action("删除照片", "", "删掉选中的文件"),
    "lift.keep": Action("填写…", "", "本市的规则、造价、补助、楼层系数", "main"),
    "lift.talk": Action("记协调…", "", "谁去谈、提出什么、对方怎么说、结果"),
    "lift.paper": Action("协议书", "", "写出这个单元的协议书（PDF 和 Word）"),
    "district.plans": Action("全部方案写出", "", "每个小区的方案写成 PDF 和 Word；停下再点接着写"),
    "district.table": Action("存汇总表", "", "街道用的汇总表，只有数字"),
    "district.bring": Action("收进汇总表…", "", "收进别的社区的汇总表，只收数字"),
    "district.forget": Action("去掉这家数字", "", "去掉选中的办事处报来的数字"),
    "form.load": Action("载入空表…", "", "街道要的 .xlsx 或 .docx 空台账", "main"),
    "form.point": Action("指格子…", "", "说明每一格填什么，只要一次"),
    "form.fill": Action("填表", "", "按现在的清单填一份"),
    "form.remove": Action("删除表", "", "不再用这张表"),
    "form.here": Action("填在这格", "Ctrl+Return", "选中的格子填选中的内容", "main"),
    "form.not_here": Action("这格不填", "Del", "取消选中的格子"),
    "batch.write": Action("一起写出", "", "PDF 和 Word，写过没变的跳过", "main"),
    "batch.stop": Action("停止", "Esc", "写完手上这一份就停"),
    "list.write": Action("存成表格", "", "存成 .xlsx"),
    "archive.bring": Action("收进归档包…", "", "把另一台电脑的归档包收进来，成为已归档的会议"),
    "paper.more": Action("公开姓名…", "", "张贴件里必须出现的姓名：写明理由，另一人同意，留有记录"),
    "decision.load": Action("载入规则文件…", "", "本单位写的规则（.toml）：先看内容，再收进来"),
    "decision.change": Action("改成本单位规则", "", "另存一条改过的规则，写明原因和依据"),
    "decision.remove": Action("删除", "", "删掉本单位的规则；用过它的表决不受影响"),
    "rule.take_back": Action("恢复默认", "", "选中的规则恢复成随程序的"),
    "backup.now": Action("立即备份", "", "备份并检查"),
    "backup.usb": Action("备份到…", "", "备份到U盘或其他文件夹（换电脑用）"),
    "backup.restore": Action("从备份恢复…", "", "旧文件会先自动备份"),
    "personal.find": Action("查找", "", "找出登记的、与这个人有关的全部信息", "main"),
    "personal.export": Action("交给本人…", "", "写成 PDF、JSON 和表格，交给本人；其他人已遮盖"),
    "personal.erase": Action("删除…", "", "先看删什么、留什么，再删除"),
    "personal.due": Action("删除到期的…", "", "删除选中的到期信息；不选就是全部"),
    "person.add": Action("加一位…", "", "姓名、角色、小区、密码；第一位是管理员", "main"),
    "person.change": Action("改角色和小区…", "", "选中的人能做什么、在哪些小区"),
    "person.reset": Action("重设密码…", "", "选中的人忘了密码时用；当面告诉本人"),
    "person.own": Action("改自己的密码…", "", "先输入现在的密码"),
    "person.end": Action("停用", "", "不能再登录；做过的事仍记在这个名字下，可以恢复"),
    "person.take_back": Action("恢复", "", "停用的人又可以用原来的密码登录"),
    "lock.on": Action("设置密码…", "", "给数据文件加上密码，以后的备份也一样", "main"),
    "lock.person": Action("设人员密码…", "", "给同事设密码、改密码；忘了密码的凭恢复密钥重设"),
    "lock.remove": Action("移除人员", "", "选中的人不能再用自己的密码打开数据文件"),
    "lock.paper": Action("打印恢复密钥…", "", "一页纸，两份，剪开后密封存放"),
    "lock.off": Action("取消密码…", "", "数据文件不再加密，谁都能打开"),
    "lock.old": Action("删除未加密的旧备份…", "", "删掉设密码以前的备份，它们谁都能打开"),
    "diagnosis.again": Action("重新查看", "", "按现在的情况重新列出"),
    "diagnosis.copy": Action("复制诊断信息", "", "复制成文字，发给维护人员", "main"),
    "diagnosis.save": Action("存成文件…", "", "存成文本文件，发给维护人员"),
    "upkeep.stop": Action("停止", "Esc", "停止备份或校验；没做完的不留下"),
    "verify": Action("校验", "", "检查历史、存证点、每一行数据，重算公布过的计票", "main"),
    "anchor.hold": Action("核对", "", "和现在的历史核对这个存证码"),
    "anchor.file": Action("读U盘上的…", "", "核对以前存到U盘的全部存证码"),
    "anchor.keep": Action("存证码到U盘…", "", "存一份在别处，以后能发现数据文件被换掉"),
}


class _Button(QPushButton):
    """A button whose key works only while it can be pressed.

    Two buttons of one window may have the same key (Esc) as long as one of them is hidden: Qt
    takes a key that two live shortcuts claim for nobody's.
    """

    keys: QShortcut | None = None
    page: "KeyedPage | None" = None  # the key works while this shows, whichever inner tab does

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001, N802 - Qt's own
        super().setVisible(visible)
        self.arm()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.arm()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.arm()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.arm()

    def arm(self) -> None:
        """Let the key work, or not."""
        if self.keys is None:
            return
        if self.page is None:
            shown = self.isVisible()
        else:  # on an inner tab it may lie behind another one; put away on purpose it is gone
            explicit = self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            shown = self.page.isVisible() and not (explicit and self.isHidden())
        self.keys.setEnabled(shown and self.isEnabled())


class KeyedPage(QWidget):
    """A page with inner tabs. Its keys work whichever of them shows, and bring up theirs first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.keyed: list[_Button] = []

    def reveal(self, panel: QWidget) -> None:
        """Bring up the inner tab with this panel."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arm()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._arm()

    def _arm(self) -> None:
        for each in self.keyed:
            each.arm()


def button(
    parent: QWidget, name: str, act: Callable[[], object], page: KeyedPage | None = None
) -> QPushButton:
    """A button of an action, with its key working anywhere in ``parent``'s page.

    With ``page`` the key works on the whole of it, and ``parent`` is brought up first.
    """
    action = ACTIONS[name]
    made = _Button(action.word, parent)
    if action.role:
        mark(made, action.role)
    tip = f"{action.help}（{action.key}）" if action.key else action.help
    made.setToolTip(tip)
    made.setAccessibleName(action.word)
    made.clicked.connect(lambda: act())
    if action.key and action.key != "Return":
        made.keys = QShortcut(QKeySequence(action.key), page or parent)
        made.keys.setEnabled(False)
        if page is not None:
            made.page = page
            page.keyed.append(made)
            made.keys.activated.connect(lambda: page.reveal(parent))
        made.keys.activated.connect(lambda: act())
    return made
