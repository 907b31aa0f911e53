/** Words of the domain, keyed by the codes that the centre sends. */
export default {
  role: {
    viewer: '观察员', duty_officer: '值班员', duty_leader: '带班领导', commander: '指挥长',
    responder: '处置人员', reviewer: '复盘员', admin: '管理员',
  },
  level: { '1': 'Ⅰ 级', '2': 'Ⅱ 级', '3': 'Ⅲ 级', '4': 'Ⅳ 级' },
  levelName: { '1': '特别重大', '2': '重大', '3': '较大', '4': '一般' },
  kind: {
    line_crossing: '越过警戒线', loitering: '人员滞留', debris: '漂浮物', external: '外部预警', report: '人工上报', escalation_overdue: '升级呼叫逾期', overtopping: '漫堤', intrusion: '进入禁区', smoke: '烟雾', detector_noisy: '检测器报警过频，请判断', smoke_far: '疑似远处烟雾', emission: '扬尘与烟气排放', flame: '明火', water_level: '水位超限', level_rise: '水位快速上涨', flood: '地面进水', gauge_unreadable: '水尺无法读数', rain: '强降雨', station_stale: '监测站数据中断', rockfall: '落石', person: '人员进入禁区', swimmer: '人员下水',
    boat: '船只进入禁区', vehicle: '车辆进入禁区', camera_lost: '画面中断', camera_black: '画面全黑',
    camera_frozen: '画面冻结', camera_covered: '镜头被遮挡', camera_blurred: '画面模糊', camera_moved: '镜头被移动', camera_shaking: '镜头抖动',
  },
  mark: {
    fortification: '设防', warning: '警戒', guarantee: '保证', overflow: '漫溢',
    flood_limit: '汛限', flood_high: '防洪高', design: '设计', check: '校核',
  },
  alertState: {
    raised: '待处置', acknowledged: '已收到', confirmed: '属实', dismissed: '已排除',
    cleared_unacknowledged: '已消失，待查看', shelved: '已搁置',
  },
  incidentState: {
    discovered: '已发现', verified: '已核实', responding: '处置中', controlled: '已控制',
    closed: '已结束', reviewed: '已复盘', cancelled: '已撤销', merged: '已合并',
  },
  taskState: {
    assigned: '待接受', accepted: '已接受', en_route: '途中', on_scene: '已到场', done: '已完成', declined: '已拒绝', cancelled: '已取消',
  },
  reportKind: { first: '首报', follow_up: '续报', final: '终报' },
  reportStage: { draft: '起草', submitted: '待签发', signed: '已签发', sent: '已报出', receipted: '已回执' },
  reportField: {
    received: '接报时间', source: '信息来源', occurred: '事发时间', place: '地点', nature: '性质', scope: '影响范围',
    losses: '伤亡损失', trend: '发展趋势', leaders: '领导到位', measures: '已采取措施', advice: '工作建议',
  },
  owed: { phone: '电话', written: '书面' },
  channel: { alert: '视频预警', phone: '电话', patrol: '巡查', message: '信息平台', cap: '外部预警' },
  warningColour: { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' },
  how: { picture: '看画面', call_back: '电话回访', patrol: '现场巡查' },
  machineReason: {
    undecided: '已收到但 5 分钟内未决定', shelf_expired: '搁置到期', planned: '已知作业计划', unheard: '值守页面听不到声音',
    step: '无人收到', reminder: '多轮呼叫后提醒', level: '等级上升', returned: '再次出现', ended: '已消失',
    adapter_replaced: '接入进程已更换，未再发现', adapter_silent: '接入进程长时间无应答', recovered: '已恢复',
  },
  called: { duty_officer: '值班员', duty_leader: '带班领导', commander: '指挥长', everybody: '全体值守人员' },
  notifyChannel: { in_app: '页面', sound: '声音' },
  deliveryState: { queued: '排队中', sent: '已发出', delivered: '已送达', failed: '失败' },
  deliveryReason: {
    redis_away: '消息服务不可用', no_audible_page: '没有能发声的页面', no_address: '没有地址', unreachable: '无法连接', refused: '对方拒绝',
    unauthorized: '用户名或密码错误', timeout: '超时', expired: '超过一小时未送达，已放弃', secret_missing: '缺少密码配置', address: '地址错误', channel_fault: '渠道故障',
  },
  dismissReason: { false_alarm: '误报', duplicate: '重复', equipment: '设备', known_work: '已知作业' },
  link: { connecting: '正在连接', online: '在线', stale: '画面停滞', offline: '离线' },
  reason: {
    refused: '拒绝连接', unauthorized: '用户名或密码错误', timeout: '连接超时', not_found: '没有这路视频',
    codec: '不支持的编码', format: '无法识别的视频', secret_missing: '未配置密码', address: '地址错误',
    silent: '没有数据', ended: '视频已结束', unknown_camera: '没有这台摄像机', disabled: '摄像机已停用',
    adapter_silent: '接入服务无响应',
    disk: '无法写入录像', detector: '检测器故障', low_visibility: '能见度低',
  },
  detector: { line_crossing: '越线', loitering: '滞留', debris: '漂浮物', camera_lost: '画面中断', intrusion: '越界入侵', camera_faults: '摄像机故障', smoke: '烟雾', flame: '明火', water_level: '水位', flood: '地面进水', station: '监测站', rockfall: '落石' },
  purpose: { watch: '监视区', mask: '屏蔽区', sky: '天空', water: '水面', ground: '干地', line: '警戒线', gauge: '水尺' },
  setting: {
    threshold: '触发阈值', needed: '需要次数', window: '最近次数', hold_seconds: '需持续', clear_seconds: '消失多久算结束', cooldown_seconds: '冷却时间', update_seconds: '更新间隔',
    stay_seconds: '最长停留', away_seconds: '离开判定', direction: '方向（both 双向、in 进、out 出）', wet_share: '水淹面积比例', scar: '查滑坡痕迹', contrast: '与背景的差', min_area: '最小面积', max_area: '最大面积', dwell_seconds: '停留时间', min_travel: '最小移动距离', min_travel_sizes: '最小移动（自身大小）', idle_seconds: '网络查看间隔', min_edge: '轮廓最低清晰度', warm_up_seconds: '学习时间', global_change: '整体变化上限',
    frozen: '查冻结', black: '查全黑', covered: '查遮挡', moved: '查移位', blurred: '查模糊', shaking: '查抖动', visibility: '提示能见度低', shaking_seconds: '抖动持续', frozen_seconds: '冻结持续', black_seconds: '全黑持续', covered_seconds: '遮挡持续', moved_seconds: '移位持续',
    blurred_seconds: '模糊持续', interval_seconds: '测量间隔', relearn_seconds: '重新学习',
    least_quality: '最低读数质量', fastest_m_per_h: '最快涨落', deadband_m: '回落死区', unread_seconds: '无读数多久报警', flood_season_first: '汛期开始（月-日）', flood_season_last: '汛期结束（月-日）',
  },
  field: {
    name: '名称', hotspot: '隐患点', position: '位置', main: '主码流地址', sub: '子码流地址', transport: '传输方式', record: '录像码流', analysis_fps: '分析速率', enabled: '启用',
    purpose: '用途', polygon: '形状', kind: '类型', roi: '范围', points: '刻度', levels: '水位阈值', rise_alert_m_per_h: '涨水过快', zone: '查看哪里',
  },
  hotspotKind: { mountain: '山', river: '河', reservoir: '水库', site: '其他' },
}
