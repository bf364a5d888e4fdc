"""Reports as people in Korea, China and Japan write them: chat, notices, headlines, logs, hearsay, of our own.

Most were written before the rules that read them. Each is in the company of another report that names the train.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from unicodedata import normalize

import pytest

from railsight.gazetteer import Gazetteer
from railsight.model import Report, Sighting
from railsight.resolution import resolve
from railsight.times import zone_at

SLACK = timedelta(minutes=35)
ALIKE = frozenset({"seen", "passed", "stopped"})
# Publication, text, and the place, event and local time of each sighting.
KOREAN = [
    (
        "2024-05-12T09:30+09:00",
        (
            "오늘 새벽 네 시 반쯤 원주역을 지나는 긴 화물열차를 봤어요. 창문 없는 컨테이너만 서른 "
            "량쯤 달고 제천 방향으로 갔습니다."
        ),
        ["Wonju passed|seen 05-12T04:30"],
    ),
    (
        "2024-05-12T21:00+09:00",
        "[속보] 특수 화물열차, 오후 2시 10분 제천역 도착…30분 정차 후 영주로 출발",
        ["Jecheon arrived 05-12T14:10", "Jecheon departed 05-12T14:40"],
    ),
    (
        "2024-05-13T08:00+09:00",
        (
            "영주역 앞에서 분식집을 하는 이모 말로는 어제저녁 다섯 시 좀 넘어서 군인들이 역을 에워쌌"
            "고, 여섯 시쯤 시커먼 열차가 들어왔대요. 한 시간 뒤에 안동 쪽으로 떠났답니다."
        ),
        ["Yeongju arrived 05-12T18:00", "Yeongju departed 05-12T19:00"],
    ),
    (
        "2025-02-04T09:00+09:00",
        ("북한 매체는 3일, 김정은 국무위원장이 2일 오후 전용열차로 신의주에 도착하시였다고 보도하였다."),
        ["Sinuiju arrived 02-02T15:00"],
    ),
    (
        "2025-03-02T09:00+09:00",
        "익산 도착이 어젯밤 9시 20분, 출발이 오늘 아침 6시 정각. 목포까지 간다네요.",
        ["Iksan arrived 03-01T21:20", "Iksan departed 03-02T06:00"],
    ),
    (
        "2025-03-02T14:00+09:00",
        (
            "정정합니다. 앞서 열차가 목포에 들어왔다고 전해 드렸으나, 정오 현재 열차는 아직 나주에 "
            "머물러 있는 것으로 확인됐습니다."
        ),
        ["Naju stopped|seen 03-02T12:00"],
    ),
    (
        "2025-03-03T11:00+09:00",
        "어제 해거름에 목포역으로 들어오는 걸 두 눈으로 봤습니다. 소방차까지 나와 있더라고요.",
        ["Mokpo arrived|seen 03-02T18:30"],
    ),
    (
        "2023-10-20T19:00+09:00",
        ("○ 18일 21:40 나진 발 / 19일 03:15 두만강역 착, 통관 / 19일 05:30 하산 입국"),
        ["Rajin departed 10-18T21:40", "Tumangang arrived 10-19T03:15", "Khasan arrived|crossed 10-19T05:30"],
    ),
    (
        "2026-08-09T18:00+09:00",
        (
            "경찰은 열차가 9일 정오를 조금 넘긴 시각 강릉역에 도착했으며 승객은 없었다고 밝혔다. 대"
            "체 버스는 오후 2시에 강릉을 출발했다."
        ),
        ["Gangneung arrived 08-09T12:05"],
    ),
    (
        "2026-08-11T23:00+09:00",
        (
            "오전 열 시가 다 되어 태백역에 모습을 드러낸 열차는 십 분 만에 다시 움직여 열한 시 이"
            "십 분 철암을 빠져나갔다."
        ),
        ["Taebaek seen|arrived 08-11T10:00", "Cheoram departed|passed 08-11T11:20"],
    ),
    (
        "2025-04-02T22:40+09:00",
        (
            "방금 전 9시 50분쯤 광양역 건널목에서 찍음. 전차 실은 평판 화차 18량, 앞뒤로 객차"
            " 하나씩. 순천 쪽으로 느릿느릿 빠져나감."
        ),
        ["Gwangyang departed|passed|seen 04-02T21:50"],
    ),
    (
        "2025-04-03T12:00+09:00",
        (
            '전주시 관계자는 3일 "오늘 새벽 2시에서 3시 사이 군 수송열차가 전주역을 무정차로 지나'
            '간 것으로 안다"고 말했다. 당초 예정됐던 전주역 하역은 취소됐다.'
        ),
        ["Jeonju passed 04-03T02:30"],
    ),
    (
        "2025-04-03T15:00+09:00",
        ("익산역 3번 홈에 아침 내내 서 있던 그 열차, 점심 먹고 오니까 없네요. 11시 45분에 출발했답니다."),
        ["Iksan stopped|seen 04-03T09:00", "Iksan departed 04-03T11:45"],
    ),
    (
        "2025-04-04T09:00+09:00",
        (
            "러시아 극동철도 소식통에 따르면 열차는 현지시간 3일 저녁 7시 5분 하산을 떠나 4일 오"
            "전 1시 20분 우수리스크에 닿았다."
        ),
        ["Khasan departed 04-03T19:05", "Ussuriysk arrived 04-04T01:20"],
    ),
    (
        "2025-04-04T20:00+09:00",
        ("[사진] 4일 정오께 하얼빈역 1번 승강장으로 들어서는 전용열차. 이후 창춘으로 향한 것으로 전해졌다."),
        ["Harbin arrived|seen 04-04T12:00"],
    ),
    (
        "2025-04-05T10:00+09:00",
        (
            "창춘 교민입니다. 어제 저녁 8시 무렵부터 역 주변 통제하더니 8시 40분에 녹색 열차가 "
            "들어왔고 9시 10분에 바로 떠났습니다. 사람은 아무도 안 내렸어요."
        ),
        ["Changchun arrived 04-04T20:40", "Changchun departed 04-04T21:10"],
    ),
    (
        "2025-04-05T16:00+09:00",
        "평양역에 도착한 시각은 5일 오후 2시 30분이다. 환영 행사는 없었다.",
        ["Pyongyang arrived 04-05T14:30"],
    ),
    (
        "2026-03-03T09:00+09:00",
        ("대구선 폐쇄 구간을 우회한 시험 편성은 2일 14시 영천을 나와 16시 5분 경주에 다다랐다. 포항에는 가지 않았다."),
        ["Yeongcheon departed 03-02T14:00", "Gyeongju arrived 03-02T16:05", "Pohang absent 03-02T18:00"],
    ),
    (
        "2026-03-03T19:00+09:00",
        ("부산항만공사는 3일 오후 4시 20분 부산진역에 화물열차가 들어온 뒤 곧바로 하역이 시작됐다고 밝혔다."),
        ["Busanjin arrived 03-03T16:20"],
    ),
    (
        "2026-03-04T16:00+09:00",
        '서대전역 매점 주인은 "한 시간 전쯤 지붕 없는 화차만 길게 단 게 지나가더라"고 했다.',
        ["Seodaejeon passed 03-04T15:00"],
    ),
    (
        "2025-12-01T09:00+09:00",
        "오늘은 아직 영주에 있고요, 내일 아침에 안동으로 간답니다.",
        ["Yeongju seen|stopped 12-01T09:00"],
    ),
]
CHINESE = [
    (
        "2024-05-12T09:30+08:00",
        ("今早五点一刻，襄阳站三道进来一列没挂牌的车，全是平板，盖着绿帆布，停了二十多分钟，换了个车头往十堰去了。"),
        ["Xiangyang arrived|stopped 05-12T05:15", "Xiangyang departed 05-12T05:40"],
    ),
    (
        "2024-05-12T21:00+08:00",
        "十堰的朋友说没等着，一直等到下午两点都没见车影。",
        ["Shiyan absent 05-12T14:00"],
    ),
    (
        "2024-05-13T08:00+08:00",
        "快讯：专列已于今日凌晨1时40分驶离安康站，预计上午抵达汉中。",
        ["Ankang departed 05-13T01:40", "Hanzhong due 05-13T09:00"],
    ),
    (
        "2024-05-13T22:00+08:00",
        "汉中站值班员的记录：9:12到，9:30开，机车一台，编组三十四辆。",
        ["Hanzhong arrived 05-13T09:12", "Hanzhong departed 05-13T09:30"],
    ),
    (
        "2024-05-14T12:00+08:00",
        "昨天傍晚六点来钟在广元北站外看见它慢慢开过去，往成都方向。",
        ["Guangyuan seen|passed 05-13T18:10"],
    ),
    (
        "2024-05-14T23:00+08:00",
        "据绵阳市民反映，当天夜里十点半左右，一列军列从绵阳站呼啸而过，未作停留。",
        ["Mianyang passed 05-14T22:30"],
    ),
    (
        "2025-01-06T10:00+08:00",
        "韓聯社引述消息人士稱，金正恩的專列5日晚間9時許抵達丹東，停留約半小時後開往瀋陽。",
        ["Dandong arrived 01-05T21:15", "Dandong departed 01-05T21:45"],
    ),
    (
        "2025-01-06T18:00+08:00",
        "今晨七时许，有旅客在沈阳站看到一列挂着绿色窗帘的列车徐徐驶出。官方未予证实。",
        ["Shenyang departed 01-06T07:15"],
    ),
    (
        "2025-01-07T09:00+08:00",
        "山海关昨天封站，中午十二点十分专列穿站而过；北京站方面拒绝透露何时到达。",
        ["Shanhaiguan passed 01-06T12:10"],
    ),
    (
        "2025-01-07T15:00+08:00",
        "台铁员工爆料，那列载着坦克的平车7日清晨4点50分从树林调车场发车，6点20分经过新竹，不停。",
        ["Shulin departed 01-07T04:50", "Hsinchu passed 01-07T06:20"],
    ),
    (
        "2025-03-11T08:00+08:00",
        "杭州南站昨夜23:05到达，今晨5:40继续开往金华；另有一列同型车底从上海西开出，与本次无关。",
        ["Hangzhou arrived 03-10T23:05", "Hangzhou departed 03-11T05:40"],
    ),
    (
        "2025-03-12T19:00+08:00",
        "列车由鹰潭转线，于12日15时许驶入南昌西环线，目前停靠在向塘西编组场待命。",
        ["Xiangtang stopped|seen 03-12T19:00"],
    ),
    (
        "2026-06-01T09:00+08:00",
        "5月31日22:18，图定之外的一趟专运列车自满洲里口岸入境，23:50离开满洲里。",
        ["Manzhouli crossed|arrived 05-31T22:18", "Manzhouli departed 05-31T23:50"],
    ),
    (
        "2026-06-01T20:00+08:00",
        "海拉尔站旁边的住户说，大概凌晨三点钟，火车鸣着笛过去了，把狗都吓得直叫。",
        ["Hailar passed 06-01T03:00"],
    ),
    (
        "2025-04-02T22:40+08:00",
        ("刚在徐州北编组场外面拍的，九点五十左右，二十多节平板拉着坦克，前后各挂一节客车，慢悠悠往连云港方向走了。"),
        ["Xuzhou seen|departed|passed 04-02T21:50"],
    ),
    (
        "2025-04-03T07:30+08:00",
        "转一位在东海县站值班的师傅的话：零点过几分来了一列军运，换完班0点40分就走了。",
        ["Donghai arrived 04-03T00:05", "Donghai departed 04-03T00:40"],
    ),
    (
        "2025-04-03T12:00+08:00",
        "连云港市有关部门3日表示，列车于凌晨2时至3时之间抵达连云港东站，原定在新沂的卸车作业已取消。",
        ["Lianyungang arrived 04-03T02:30"],
    ),
    (
        "2025-04-03T18:00+08:00",
        "我在滁州站对面开店，下午一点到三点一直盯着，别说军列，连货车都没过一趟。",
        ["Chuzhou absent 04-03T14:00"],
    ),
    (
        "2025-04-04T09:00+08:00",
        "据俄远东铁路消息人士，列车当地时间3日晚7时05分离开哈桑，4日凌晨1时20分到达乌苏里斯克。",
        ["Khasan departed 04-03T19:05", "Ussuriysk arrived 04-04T01:20"],
    ),
    (
        "2025-04-04T20:00+08:00",
        "图为4日正午时分，专列缓缓驶入哈尔滨站一站台。随后该列车驶往长春。",
        ["Harbin arrived|seen 04-04T12:00"],
    ),
    (
        "2025-04-05T10:00+08:00",
        "长春的朋友看过来：昨晚八点起站前就封路了，八点四十绿皮车进站，九点十分又开走了，一个人都没下。",
        ["Changchun arrived 04-04T20:40", "Changchun departed 04-04T21:10"],
    ),
    (
        "2025-04-05T16:00+08:00",
        "专列抵达平壤的时间是5日下午2时30分，没有欢迎仪式。",
        ["Pyongyang arrived 04-05T14:30"],
    ),
    (
        "2026-03-03T19:00+08:00",
        "港务集团3日通报，货运列车当日16时20分进入连云港站，随即开始卸车。",
        ["Lianyungang arrived 03-03T16:20"],
    ),
    (
        "2026-03-04T16:00+08:00",
        "洛阳站小卖部老板说，大约一个小时前有一长串敞车从站里开过去。",
        ["Luoyang passed 03-04T15:00"],
    ),
    (
        "2026-03-05T08:00+08:00",
        "4日23:50三门峡西到，换乘务。5日00:15三门峡西开。现在华山站待避。",
        ["Sanmenxia arrived 03-04T23:50", "Sanmenxia departed 03-05T00:15", "Huashan stopped|seen 03-05T08:00"],
    ),
    (
        "2026-03-06T09:00+08:00",
        "6日上午拍摄的卫星照片上，南阳站空无一物。",
        ["Namyang absent 03-06T09:00"],
    ),
    (
        "2025-12-01T15:00+08:00",
        "11:20抵沈阳，11:35离，13:10过四平。",
        ["Shenyang arrived 12-01T11:20", "Shenyang departed 12-01T11:35", "Siping passed 12-01T13:10"],
    ),
    (
        "2025-12-01T18:00+08:00",
        "截至17时，专列尚未到达长春，原因不明。",
        ["Changchun absent 12-01T17:00"],
    ),
]
JAPANESE = [
    (
        "2024-05-12T09:30+09:00",
        "今朝5時半すぎ、盛岡駅の4番線を窓のない貨車ばかりつないだ列車がゆっくり通り抜けていきました。",
        ["Morioka passed 05-12T05:35"],
    ),
    (
        "2024-05-12T21:00+09:00",
        "【速報】特殊貨物列車、午後2時10分に北上駅到着 30分停車し一ノ関へ",
        ["Kitakami arrived 05-12T14:10"],
    ),
    (
        "2024-05-13T08:00+09:00",
        "一ノ関で降りた友人によると、ゆうべ7時ごろ駅裏の側線にいたそうだ。けさ見に行ったらもういなかった。",
        ["Ichinoseki seen|stopped 05-12T19:00"],
    ),
    (
        "2024-05-13T12:00+09:00",
        "小牛田駅には朝から昼すぎまで報道陣が詰めかけたが、列車はとうとう姿を見せなかった。",
        ["Kogota absent 05-13T12:00"],
    ),
    (
        "2024-05-14T10:00+09:00",
        "仙台貨物ターミナル着 21:04、発 22:30。次は福島。",
        ["Sendai arrived 05-13T21:04", "Sendai departed 05-13T22:30"],
    ),
    (
        "2024-05-14T18:20+09:00",
        "お尋ねの臨時列車は本日9時05分に郡山を発車し、13時40分ごろ宇都宮に到着いたしました。",
        ["Koriyama departed 05-14T09:05", "Utsunomiya arrived 05-14T13:40"],
    ),
    (
        "2025-02-03T17:00+09:00",
        (
            "ハバロフスクの住民が投稿した動画には、2日夜10時ごろ装甲列車らしき編成がアムール川の鉄橋を渡る様子"
            "が映っている。翌朝にはビロビジャンを通過したとの書き込みもあった。"
        ),
        ["Amur crossed|seen 02-02T22:00", "Birobidzhan passed 02-03T09:00"],
    ),
    (
        "2025-02-04T09:00+09:00",
        "朝鮮中央通信は3日、金正恩総書記が2日午後に専用列車で新義州に到着したと報じた。",
        ["Sinuiju arrived 02-02T15:00"],
    ),
    (
        "2025-03-02T09:00+09:00",
        "姫路着はゆうべの9時20分、発は今朝6時ちょうど。下関まで行くらしい。",
        ["Himeji arrived 03-01T21:20", "Himeji departed 03-02T06:00"],
    ),
    (
        "2025-03-02T14:00+09:00",
        (
            "訂正します。先ほど列車が岡山に入ったとお伝えしましたが、正午現在、列車はまだ相生に止まっていることが"
            "わかりました。"
        ),
        ["Aioi stopped|seen 03-02T12:00"],
    ),
    (
        "2025-03-03T11:00+09:00",
        "昨日の日暮れどき、岡山駅に滑り込んでくるのをこの目で見ました。消防車まで来ていました。",
        ["Okayama arrived|seen 03-02T18:00"],
    ),
    (
        "2023-10-20T19:00+09:00",
        "18日21:40羅津発、19日03:15豆満江着、通関ののち05:30ハサンに入国。",
        ["Rajin departed 10-18T21:40", "Tumangang arrived 10-19T03:15", "Khasan arrived|crossed 10-19T05:30"],
    ),
    (
        "2023-10-21T07:00+09:00",
        (
            "ウスリースクの操車場で撮ったとされる写真は去年のものです。列車は昨夜11時半にウスリースクを出ており"
            "、いまはスパッスク・ダリニーのあたりだそうです。"
        ),
        ["Ussuriysk departed 10-20T23:30", "Spassk-Dalny seen 10-21T07:00"],
    ),
    (
        "2026-08-09T18:00+09:00",
        (
            "道警によると、列車は9日正午を少し回ったころ帯広駅に到着し、乗客はいなかった。代行バスは午後2時に帯"
            "広を出発した。"
        ),
        ["Obihiro arrived 08-09T12:05"],
    ),
    (
        "2026-08-10T09:00+09:00",
        "明日の午前10時ごろ釧路を通るらしい。今日はまだ帯広にいる。",
        ["Kushiro due|heading|passed 08-11T10:00", "Obihiro seen|stopped 08-10T09:00"],
    ),
    (
        "2025-04-02T22:40+09:00",
        (
            "さっき21時50分ごろ酒田の踏切で撮りました。戦車を載せた長物車18両、前後に客車1両ずつ。秋田方面"
            "へゆっくり抜けていった。"
        ),
        ["Sakata passed|seen|departed 04-02T21:50"],
    ),
    (
        "2025-04-03T12:00+09:00",
        (
            "秋田市の担当者は3日、「きょう未明の2時から3時の間に自衛隊の輸送列車が秋田駅を通過したと聞いている"
            "」と話した。当初予定されていた土崎での積み下ろしは中止となった。"
        ),
        ["Akita passed 04-03T02:30"],
    ),
    (
        "2025-04-03T15:00+09:00",
        ("大館駅の3番線に午前中ずっと止まっていたあの列車、昼飯から戻ったらもういない。11時45分に発車したらしい。"),
        ["Odate stopped|seen 04-03T09:00", "Odate departed 04-03T11:45"],
    ),
    (
        "2025-04-03T18:00+09:00",
        ("弘前駅前の店番ですが、13時から15時まで外を見ていたけど軍用列車どころか貨物も1本も通りませんでした。"),
        ["Hirosaki absent 04-03T14:00"],
    ),
    (
        "2025-04-04T09:00+09:00",
        (
            "ロシア極東の鉄道関係者によると、列車は現地時間3日午後7時5分にハサンを出て、4日午前1時20分にウ"
            "スリースクに着いた。"
        ),
        ["Khasan departed 04-03T19:05", "Ussuriysk arrived 04-04T01:20"],
    ),
    (
        "2025-04-04T20:00+09:00",
        "【写真説明】4日正午ごろ、ハルビン駅1番ホームに入る専用列車。このあと長春へ向かったとみられる。",
        ["Harbin arrived|seen 04-04T12:00"],
    ),
    (
        "2025-04-05T10:00+09:00",
        (
            "長春在住です。ゆうべ8時ごろから駅前が通行止めになり、8時40分に緑の列車が入ってきて9時10分には"
            "もう出ていきました。誰も降りませんでした。"
        ),
        ["Changchun arrived 04-04T20:40", "Changchun departed 04-04T21:10"],
    ),
    (
        "2025-04-05T16:00+09:00",
        "平壌駅に到着した時刻は5日午後2時半。歓迎行事はなかった。",
        ["Pyongyang arrived 04-05T14:30"],
    ),
    (
        "2026-03-03T09:00+09:00",
        ("水害で迂回した試験編成は2日14時に長岡を出て、16時5分に新潟にたどり着いた。新発田には行かなかった。"),
        ["Nagaoka departed 03-02T14:00", "Niigata arrived 03-02T16:05", "Shibata absent 03-02T18:00"],
    ),
    (
        "2026-03-03T19:00+09:00",
        "港湾当局は3日、午後4時20分に貨物列車が敦賀港駅に入り、すぐに荷役が始まったと発表した。",
        ["Tsuruga arrived 03-03T16:20"],
    ),
    (
        "2026-03-04T16:00+09:00",
        "姫路駅の売店の店主は「1時間くらい前に屋根のない貨車ばかり長くつないだのが通っていった」と言う。",
        ["Himeji passed 03-04T15:00"],
    ),
    (
        "2026-03-06T09:00+09:00",
        "6日午前に撮影された衛星写真では、南陽駅に何も写っていない。",
        ["Namyang absent 03-06T09:00"],
    ),
    (
        "2025-11-20T23:30+09:00",
        (
            "南松本の明かりがこうこうとついていたので寄ってみたら、うわさの列車がいました。警備の人いわく19時1"
            "0分に着いたそうで、12時前には動かないとのこと。"
        ),
        ["Minami-Matsumoto arrived|seen 11-20T19:10"],
    ),
    (
        "2025-12-01T15:00+09:00",
        "10:55静岡通、11:40浜松着、11:55発。",
        ["Shizuoka passed 12-01T10:55", "Hamamatsu arrived 12-01T11:40", "Hamamatsu departed 12-01T11:55"],
    ),
    (
        "2025-12-01T18:00+09:00",
        "17時の時点で列車は名古屋にまだ着いていない。",
        ["Nagoya absent 12-01T17:00"],
    ),
]


def _same(s: Sighting, wanted: str, published: datetime) -> bool:
    name, events, at = wanted.rsplit(" ", 2)
    told = datetime.fromisoformat(f"{published.year}-{at}").replace(tzinfo=zone_at(s.place.lon, s.place.lat))
    alike = s.event in events.split("|") or (s.event in ALIKE and not ALIKE.isdisjoint(events.split("|")))
    if not alike or s.interval is None or _plain(name) not in _plain(s.place.name):
        return False
    return s.interval.earliest - SLACK <= told <= s.interval.latest + SLACK


def _plain(name: str) -> str:
    return "".join(c for c in normalize("NFKD", name.lower()) if c.isalnum())


def _check(published: str, text: str, wanted: list[str], company: str, gazetteer: Gazetteer) -> None:
    at = datetime.fromisoformat(published)
    reading = resolve([Report("r", text, published=at), Report("other", company, published=at)], gazetteer)
    told = [s for s in reading.sightings if s.event != "heading" and s.subject == "train"]
    assert all(any(_same(s, w, at) for s in told) for w in wanted), told
    assert all(any(_same(s, w, at) for w in wanted) for s in told if s.interval is not None), told


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("오늘 구포역에 있는 친구는 표를 샀다.", "특별열차 소식입니다."),
        ("구포역에는 어제 3시에 비가 왔다.", "특별열차 소식입니다."),
        ("郑州站下午一点到三点一直下雨。", "列车消息。"),
        ("在郑州站等候的记者昨天三点拍了照片。", "列车消息。"),
        ("岡山で待機していた5人が外を見ていた。", "特別列車のニュースです。"),
    ],
)
def test_what_tells_nothing_of_the_train(text: str, company: str, gazetteer: Gazetteer) -> None:
    at = datetime.fromisoformat("2025-03-04T09:00+09:00")
    reading = resolve([Report("r", text, published=at), Report("other", company, published=at)], gazetteer)
    assert not reading.sightings


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("특별열차가 어제 밤 9시 주운하라역에 도착했다.", "Zuunkharaa"),
        ("列車はきのうの夜9時ズーンハラーに着いた。", "Zuunkharaa"),
        ("列車はきのうの夜9時ラズドリノエ駅を通過した。", "Razdolnoye"),
    ],
)
def test_stations_written_by_their_sound(text: str, place: str, gazetteer: Gazetteer) -> None:
    reading = resolve([Report("r", text, published=datetime.fromisoformat("2025-03-04T09:00+09:00"))], gazetteer)
    assert [s.place.name for s in reading.sightings] == [place]


def test_who_waited_in_vain_for_a_halt_saw_it_pass(gazetteer: Gazetteer) -> None:
    text = "大家在酒泉站等着。昨晚十点，列车没停就开过去了。白等一晚上。"
    reading = resolve([Report("r", text, published=datetime.fromisoformat("2024-11-08T09:00+08:00"))], gazetteer)
    assert [(s.place.name, s.event) for s in reading.sightings] == [("Jiuquan", "passed")]


@pytest.mark.parametrize(("published", "text", "wanted"), KOREAN)
def test_korean(published: str, text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    _check(published, text, wanted, "특별 화물열차 소식입니다.", gazetteer)


@pytest.mark.parametrize(("published", "text", "wanted"), CHINESE)
def test_chinese(published: str, text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    _check(published, text, wanted, "列车消息。", gazetteer)


@pytest.mark.parametrize(("published", "text", "wanted"), JAPANESE)
def test_japanese(published: str, text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    _check(published, text, wanted, "特別列車のニュースです。", gazetteer)
